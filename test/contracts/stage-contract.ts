import { describe, expect, it } from 'vitest'
import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { computeStages, stepsOf } from '../../src/features/compute-stages.js'
import { createRandom } from '../../src/core/random.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { panelSources, runStages } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { panelRows } from '../../src/panel/panel-rows.js'
import type { Panel } from '../../src/panel/panel.js'
import { changePanel, differences, randomPanel, reorderPanel } from './random-panel.js'

const N_ASSETS = 4
/** Rows beyond the lookback that the panel holds. */
const SPARE = 40

/** What is special about the stages of a family, and why (in a comment beside it). */
export interface StageTraits {
  /** Names at which the contract is held, with short lookbacks; the family's example when absent. */
  readonly names?: readonly string[]
  /** Sums across assets depend on their order in the last bits: largest difference allowed. */
  readonly permutationTolerance?: number
  /** Flat prices and volumes give this number in complete rows (NaN where documented); not compared when absent. */
  readonly flat?: number
  /** One session without volume makes the rows that look back on it missing. */
  readonly needsVolume?: boolean
  /** What an asset has may depend on its sector: a late or dead peer takes it away. */
  readonly needsPeers?: boolean
  /** A single asset has no value: there is nobody to compare it with. */
  readonly needsOthers?: boolean
  /** Some rows have no value though their lookback is complete (an undefined ratio, a month without sessions). */
  readonly isSometimesMissing?: boolean
  /** The lookback is an upper bound, which only some rows reach (calendar weeks, counts of weekdays). */
  readonly lookbackIsBound?: boolean
}

function planOf(name: string, panel: Panel): Plan {
  return planStages([name], panelSources(panel), stageOf)
}

function columnOf(name: string, panel: Panel): Matrix {
  const column = runStages(planOf(name, panel), panel, referenceKernels).get(name)
  if (column === undefined) throw new Error(`bug: ${name} was not computed`)
  return column
}

/** Elements of rows start to end. */
function rows({ cols, data }: Matrix, start: number, end: number): Float64Array {
  return data.subarray(start * cols, end * cols)
}

/** What every stage promises, on a panel of random bars. */
export function describeStageContract(name: string, traits: StageTraits = {}): void {
  const { lookback } = planOf(name, randomPanel(2, 1, 0))
  const nDates = lookback + SPARE
  const panel = randomPanel(nDates, N_ASSETS, 17)
  const honest = columnOf(name, panel)
  const isMissing = (value: number): boolean => Number.isNaN(value)

  describe(name, () => {
    it('is missing until its lookback is complete and present from then on', () => {
      expect(rows(honest, 0, lookback - 1).every(isMissing)).toBe(true)
      if (traits.isSometimesMissing === true) expect(rows(honest, lookback - 1, nDates).every(isMissing)).toBe(false)
      else expect(rows(honest, lookback - 1, nDates).some(isMissing)).toBe(false)
    })

    it('computes the rows asked for, to the same bits, and writes no other', () => {
      const { stages } = planOf(name, panel)
      const columns = runStages(planOf(name, panel), panel, referenceKernels)
      for (const [from, to] of [
        [0, nDates],
        [lookback + 3, lookback + 4],
        [3, lookback + 9],
      ]) {
        const out = createMatrix(nDates, honest.cols, 77)
        const last = stepsOf(stages.slice(-1))
        computeStages(
          last,
          new Map([...columns, [name, out]]),
          () => ({ from, to }),
          () => out,
          referenceKernels,
        )
        expect(differences(rows(out, from, to), rows(honest, from, to))).toBe(0)
        expect(rows(out, 0, from).every((value) => value === 77)).toBe(true)
        expect(rows(out, to, nDates).every((value) => value === 77)).toBe(true)
      }
    })

    it('does not look ahead: later rows, changed or absent, leave a row as it is', () => {
      for (const t of [0, lookback - 1, lookback + 7, nDates - 2]) {
        const random = createRandom(t, 'future')
        const changed = changePanel(panel, (value, row) =>
          row <= t ? value : random.integer(4) === 0 ? NaN : value * (0.5 + random.uniform()),
        )
        expect(differences(rows(columnOf(name, changed), 0, t + 1), rows(honest, 0, t + 1))).toBe(0)
        expect(differences(columnOf(name, panelRows(panel, 0, t + 1)).data, rows(honest, 0, t + 1))).toBe(0)
      }
    })

    it('does not look back beyond its lookback, to the last bit', () => {
      for (const t of [lookback, lookback + 11, nDates - 1]) {
        const random = createRandom(t, 'past')
        const changed = changePanel(panel, (value, row) =>
          row > t - lookback ? value : random.integer(4) === 0 ? NaN : value * (0.5 + random.uniform()),
        )
        expect(differences(rows(columnOf(name, changed), t, t + 1), rows(honest, t, t + 1))).toBe(0)
      }
    })

    it('does not depend on where history begins', () => {
      for (const start of [1, 2, 13]) {
        const later = columnOf(name, panelRows(panel, start, nDates))
        const known = lookback - 1
        expect(differences(rows(later, known, nDates - start), rows(honest, known + start, nDates))).toBe(0)
      }
    })

    it.skipIf(traits.lookbackIsBound === true)('needs all of its lookback: the oldest row matters', () => {
      let moved = 0
      for (let t = lookback - 1; t < nDates; t++) {
        const random = createRandom(t, 'oldest')
        const changed = changePanel(panel, (value, row) =>
          row === t - lookback + 1 ? value * (0.2 + 3 * random.uniform()) : value,
        )
        moved += differences(rows(columnOf(name, changed), t, t + 1), rows(honest, t, t + 1))
      }
      expect(moved).toBeGreaterThan(0)
    })

    it('leaves its inputs as they were', () => {
      const plan = planOf(name, panel)
      const columns = runStages(plan, panel, referenceKernels)
      const before = new Map([...columns].map(([key, { data }]): [string, Float64Array] => [key, data.slice()]))
      const again = runStages(plan, panel, referenceKernels)
      for (const [key, data] of before) {
        expect(differences(columns.get(key)?.data ?? data.subarray(1), data), key).toBe(0)
        expect(differences(again.get(key)?.data ?? data.subarray(1), data), key).toBe(0)
      }
      expect(panel).toEqual(randomPanel(nDates, N_ASSETS, 17))
    })

    it('treats assets alike: their order changes the order of its columns alone', () => {
      const order = [2, 0, 3, 1]
      const { data, cols } = columnOf(name, reorderPanel(panel, order))
      const source = (col: number): number =>
        cols === 1
          ? 0
          : cols === N_ASSETS
            ? order[col]
            : order[Math.floor(col / N_ASSETS)] * N_ASSETS + order[col % N_ASSETS]
      const expected = data.map((_, i) => honest.data[Math.floor(i / cols) * cols + source(i % cols)])
      const tolerance = traits.permutationTolerance ?? 0
      for (const [i, value] of data.entries())
        if (!Object.is(value, expected[i])) expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance)
    })

    it('an asset listed late or delisted is missing around its life, the others stay present', () => {
      const changed = changePanel(panel, (value, row, col) =>
        (col === 1 && row < 5) || (col === 2 && row >= nDates - 5) ? NaN : value,
      )
      const { data, cols } = columnOf(name, changed)
      const isAlive = (row: number, asset: number): boolean =>
        row >= lookback - 1 + (asset === 1 ? 5 : 0) && !(asset === 2 && row >= nDates - 5)
      for (const [i, value] of data.entries()) {
        const [row, col] = [Math.floor(i / cols), i % cols]
        const assets = cols === 1 ? [0] : cols === N_ASSETS ? [col] : [Math.floor(col / N_ASSETS), col % N_ASSETS]
        const isPresent = assets.every((asset) => isAlive(row, asset))
        if (!isPresent) expect(value).toBeNaN()
        else if (traits.needsPeers !== true && traits.isSometimesMissing !== true) expect(value).not.toBeNaN()
      }
    })

    it('a session without volume is missing where it is looked back on, and nowhere else', () => {
      const dry = lookback + 3
      const changed = changePanel(panel, (value, row, col, field) =>
        field === 'volume' && row === dry && col === 0 ? 0 : value,
      )
      const { data } = columnOf(name, changed)
      for (let row = lookback - 1; row < nDates; row++) {
        const isNear = traits.needsVolume === true && row >= dry && row < dry + lookback
        if (traits.needsVolume === true && traits.lookbackIsBound === true && row > dry) continue
        if (isNear) expect(data[row * honest.cols]).toBeNaN()
        else if (traits.isSometimesMissing !== true) expect(data[row * honest.cols]).not.toBeNaN()
      }
    })

    it('flat prices and volumes are no trouble', () => {
      const flat = columnOf(
        name,
        changePanel(panel, (value, _, __, field) =>
          field.startsWith('feed.') ? value : field === 'volume' ? 1000 : 0.1,
        ),
      )
      const complete = rows(flat, lookback - 1, nDates)
      expect(complete.length).toBeGreaterThan(0)
      if (traits.flat === undefined) expect(complete.some(isMissing)).toBe(false)
      else if (Number.isNaN(traits.flat)) expect(complete.every(isMissing)).toBe(true)
      else for (const value of complete) expect(value).toBeCloseTo(traits.flat, 14)
    })

    it('a single asset is enough, or has documented values', () => {
      const alone = columnOf(name, randomPanel(nDates, 1, 5))
      expect(rows(alone, 0, lookback - 1).every(isMissing)).toBe(true)
      const complete = rows(alone, lookback - 1, nDates)
      if (traits.needsOthers === true) expect(complete.every(isMissing)).toBe(true)
      else if (traits.isSometimesMissing === true) expect(complete.every(isMissing)).toBe(false)
      else expect(complete.some(isMissing)).toBe(false)
    })
  })
}
