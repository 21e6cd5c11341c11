import { createMatrix, matrixOver, type Matrix } from '../core/matrix.js'
import { createRandom, type Random } from '../core/random.js'
import { mapPanel } from '../panel/map-panel.js'
import type { Panel } from '../panel/panel.js'

/** Ways to change the future: cut it off, take sessions out, fill it with nonsense, put its sessions in another order, empty it. */
export const PERTURBATIONS = ['truncate', 'delete', 'poison', 'shuffle', 'blank'] as const
export type Perturbation = (typeof PERTURBATIONS)[number]

/** A panel whose rows after some row were changed. */
export interface PerturbedPanel {
  readonly panel: Panel
  /** Row of the original panel that the values of each row came from; the days ascend all the same. */
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
 * Copy of a matrix with nonsense in rows `from` (inclusive) to `to` (exclusive; to the end when absent). The kind of nonsense of a
 * cell depends on the seed and the cell alone, so that a bar that goes missing does so in all its fields.
 */
export function poisonRows(matrix: Matrix, from: number, seed: number, to = matrix.rows): Matrix {
  const random = createRandom(seed, 'poison', from)
  const data = matrix.data.slice()
  for (let i = from * matrix.cols; i < to * matrix.cols; i++) data[i] = poisoned(data[i], random)
  return matrixOver(matrix.rows, matrix.cols, data)
}

/** Rows that make up a panel after a perturbation behind row t. */
function rowsAfter(nRows: number, t: number, kind: Perturbation, seed: number): number[] {
  const past = Array.from({ length: t + 1 }, (_, row) => row)
  const future = Array.from({ length: nRows - t - 1 }, (_, i) => t + 1 + i)
  if (kind === 'truncate') return past
  const random = createRandom(seed, 'survive', t)
  if (kind === 'delete') return [...past, ...future.filter(() => random.uniform() < 0.5)]
  if (kind === 'shuffle') {
    const order = future.map((row) => ({ row, key: random.uniform() })).sort((a, b) => a.key - b.key)
    return [...past, ...order.map(({ row }) => row)]
  }
  return [...past, ...future]
}

function perturbRows(matrix: Matrix, rows: readonly number[], t: number, kind: Perturbation, seed: number): Matrix {
  const taken = takeRows(matrix, rows)
  if (kind === 'poison') return poisonRows(taken, t + 1, seed)
  if (kind === 'blank') taken.data.fill(NaN, (t + 1) * taken.cols)
  return taken
}

/**
 * Changes everything after row t; rows 0 ... t stay as they are.
 * @param t - last row left alone
 */
export function perturbAfter(panel: Panel, t: number, kind: Perturbation, seed: number): PerturbedPanel {
  const rows = rowsAfter(panel.dates.length, t, kind, seed)
  // A calendar ascends, whatever becomes of its sessions.
  const dates = Int32Array.from(rows, (row) => panel.dates[row]).sort()
  return { panel: mapPanel(panel, (matrix) => perturbRows(matrix, rows, t, kind, seed), dates), rows }
}

/** The rows of a matrix that belong to a perturbed panel, changed after row t as the panel was. */
export function perturbMatrix(
  matrix: Matrix,
  { rows }: PerturbedPanel,
  t: number,
  kind: Perturbation,
  seed: number,
): Matrix {
  return perturbRows(matrix, rows, t, kind, seed)
}

/** The panel with nonsense in all rows before `row`; its days stay. */
export function poisonBefore(panel: Panel, row: number, seed: number): Panel {
  return mapPanel(panel, (matrix) => poisonRows(matrix, 0, seed, row))
}
