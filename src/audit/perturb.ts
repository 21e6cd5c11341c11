import { createMatrix, matrixOver, type Matrix } from '../core/matrix.js'
import { createRandom, type Random } from '../core/random.js'
import { BAR_FIELDS, type BarField, type Panel } from '../panel/panel.js'

/** Ways to change the future: cut it off, take sessions out of it, fill it with nonsense. */
export const PERTURBATIONS = ['truncate', 'delete', 'poison'] as const
export type Perturbation = (typeof PERTURBATIONS)[number]

/** A panel whose rows after some row were changed. */
export interface PerturbedPanel {
  readonly panel: Panel
  /** Row of the original panel that each row came from. */
  readonly rows: readonly number[]
}

function takeRows(matrix: Matrix, rows: readonly number[]): Matrix {
  const out = createMatrix(rows.length, matrix.cols)
  for (const [i, row] of rows.entries())
    out.data.set(matrix.data.subarray(row * matrix.cols, (row + 1) * matrix.cols), i * matrix.cols)
  return out
}

/**
 * Nonsense that still looks like data to careless code: missing, trebled, doubled, or a third. Not enormous: a ledger that
 * trades on it for half a year must not overflow.
 */
function poisoned(value: number, random: Random): number {
  const noise = random.uniform() / 1000 // so that a 0 changes too
  const choice = random.integer(4)
  return choice === 0 ? NaN : choice === 1 ? 3 * value + noise : choice === 2 ? value / 3 + noise : 2 * value + noise
}

/**
 * Copy of a matrix with nonsense in every row from `firstRow` on. The kind of nonsense of a cell depends on the seed and the
 * cell alone, so that a bar that goes missing does so in all its fields.
 */
export function poisonRows(matrix: Matrix, firstRow: number, seed: number): Matrix {
  const random = createRandom(seed, 'poison', firstRow)
  const data = matrix.data.slice()
  for (let i = firstRow * matrix.cols; i < data.length; i++) data[i] = poisoned(data[i], random)
  return matrixOver(matrix.rows, matrix.cols, data)
}

/** Rows that survive a perturbation after row t. */
function survivingRows(nRows: number, t: number, kind: Perturbation, seed: number): number[] {
  const random = createRandom(seed, 'survive', t)
  const rows: number[] = []
  for (let row = 0; row < nRows; row++)
    if (row <= t || kind === 'poison' || (kind === 'delete' && random.uniform() < 0.5)) rows.push(row)
  return rows
}

/**
 * Changes everything after row t; rows 0 ... t stay as they are.
 * @param t - last row left alone
 */
export function perturbAfter(panel: Panel, t: number, kind: Perturbation, seed: number): PerturbedPanel {
  const rows = survivingRows(panel.dates.length, t, kind, seed)
  const change = (matrix: Matrix): Matrix => {
    const kept = takeRows(matrix, rows)
    return kind === 'poison' ? poisonRows(kept, t + 1, seed) : kept
  }
  const fields = {} as Record<BarField, Matrix>
  for (const field of BAR_FIELDS) fields[field] = change(panel.fields[field])
  const series = Object.fromEntries(
    Object.entries(panel.series).map(([name, values]) => [name, change(matrixOver(values.length, 1, values)).data]),
  )
  const assetSeries = Object.fromEntries(
    Object.entries(panel.assetSeries).map(([name, values]) => [name, change(values)]),
  )
  const dates = Int32Array.from(rows, (row) => panel.dates[row])
  return { panel: { ...panel, dates, fields, series, assetSeries }, rows }
}

/** The rows of a matrix that belong to a perturbed panel, with nonsense after row t where the perturbation is poison. */
export function perturbMatrix(
  matrix: Matrix,
  { rows }: PerturbedPanel,
  t: number,
  kind: Perturbation,
  seed: number,
): Matrix {
  const kept = takeRows(matrix, rows)
  return kind === 'poison' ? poisonRows(kept, t + 1, seed) : kept
}
