import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadData } from '../../pipelines/load-data.js'
import { openExperiment } from '../../pipelines/run.js'
import { selectColumns, type Matrix } from '../../src/core/matrix.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources, runStages } from '../../src/features/run-stages.js'
import { stageFamilies, stageOf } from '../../src/features/stage-families.js'
import { parseStageName } from '../../src/features/stage-name.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import type { BarField, Panel } from '../../src/panel/panel.js'
import { REAL_DATA } from '../fixtures/command-line.js'
import { hashMarket, LISTED_FROM, withFeeds } from './golden-market.js'

interface GoldenFeature {
  /** Per column: rows at which it changes between missing (as it begins) and present. */
  readonly edges: readonly (readonly number[])[]
  readonly sums: readonly number[]
  readonly absoluteSums: readonly number[]
  /** Per column: every so many rows, beginning at the column's own number. */
  readonly values: readonly (readonly (number | null)[])[]
}

interface Golden {
  readonly every: Readonly<Record<string, number>>
  readonly markets: Readonly<Record<'hash' | 'funds', Readonly<Record<string, GoldenFeature>>>>
}

/** Of every feature: pairs are covered by what is made of them. */
const NOT_GOLDEN = ['momentum_differential']

const folder = new URL('../golden/features/', import.meta.url)
const themes = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, Golden] => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Golden])

const FUNDS = join(REAL_DATA, 'us-sector-etfs')
const ORDER = 'XLK XLF XLV XLY XLP XLE XLI XLB XLU XLRE XLC'.split(' ')
/** As in the scripts: each fund has peers. */
const GROUPS =
  'sensitive cyclical defensive cyclical defensive sensitive sensitive cyclical defensive cyclical sensitive'.split(' ')
const found = existsSync(FUNDS)
if (!found)
  process.stderr.write(`skipped: no real funds in ${FUNDS}; SECTORCAST_DATA points to another folder of data\n`)

async function fundMarket(): Promise<Panel> {
  const { experiment } = await openExperiment('experiments/us-sectors.yaml')
  const { panel } = await loadData(experiment, { folder: FUNDS })
  const cols = ORDER.map((symbol) => panel.assets.indexOf(symbol))
  const fields = {} as Record<BarField, Matrix>
  for (const [name, field] of Object.entries(panel.fields) as [BarField, Matrix][])
    fields[name] = selectColumns(field, cols)
  return withFeeds({ ...panel, assets: ORDER, sectors: GROUPS, fields })
}

function edgesOf({ rows, cols, data }: Matrix, col: number): number[] {
  const edges: number[] = []
  let isMissing = true
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(data[row * cols + col]) === isMissing) continue
    edges.push(row)
    isMissing = !isMissing
  }
  return edges
}

/**
 * What numbers of twelve digits allow: rounding is at most 5e-12 of a number, and the arithmetic of all features stays below it. Of
 * the larger of the number and its column's usual size, so that small numbers that large ones left are not asked for more.
 */
const TOLERANCE = 1e-11
const near = (a: number, b: number, scale: number): boolean =>
  Math.abs(a - b) <= Math.min(1e-9 * Math.max(1, Math.abs(b)), TOLERANCE * Math.max(scale, Math.abs(b)))

function compare(column: Matrix, expected: GoldenFeature, every: number): void {
  const { rows, cols, data } = column
  expect(cols).toBe(expected.edges.length)
  for (let col = 0; col < cols; col++) {
    expect(edgesOf(column, col), `missing values of column ${col}`).toEqual(expected.edges[col])
    let [sum, absolute, present] = [0, 0, 0]
    for (let row = 0; row < rows; row++) {
      const value = data[row * cols + col]
      if (Number.isNaN(value)) continue
      sum += value
      absolute += Math.abs(value)
      present++
    }
    const whole = expected.absoluteSums[col]
    const [sumError, absoluteError] = [Math.abs(sum - expected.sums[col]), Math.abs(absolute - whole)]
    expect(sumError, `sum ${sum} of column ${col}, ${expected.sums[col]}`).toBeLessThanOrEqual(TOLERANCE * whole)
    expect(absoluteError, `absolute sum ${absolute} of column ${col}, ${whole}`).toBeLessThanOrEqual(TOLERANCE * whole)
    const usual = whole / present
    for (const [k, value] of expected.values[col].entries()) {
      const own = data[((col % every) + k * every) * cols + col]
      if (value === null) expect(own).toBeNaN()
      else expect(near(own, value, usual), `column ${col}, sample ${k}: ${own}, ${value}`).toBe(true)
    }
  }
}

function computeAll(names: readonly string[], panel: Panel): Map<string, Matrix> {
  return runStages(planStages(names, panelSources(panel), stageOf), panel, referenceKernels)
}

describe('features computed by pandas and NumPy', () => {
  it('cover every family', () => {
    for (const market of ['hash', 'funds'] as const) {
      const names = themes.flatMap(([, { markets }]) => Object.keys(markets[market]))
      const covered = new Set(names.map((name) => parseStageName(name)?.family))
      const families = stageFamilies.map(({ family }) => family)
      expect(families.filter((family) => !covered.has(family) && !NOT_GOLDEN.includes(family))).toEqual([])
    }
  })

  it('the hash market holds what is hard: ties, flat stretches, sessions without volume, a late listing', () => {
    const { close, volume } = hashMarket().fields
    const column = (col: number): number[] => Array.from({ length: close.rows }, (_, row) => close.data[row * 4 + col])
    expect(column(3)).toEqual(column(0))
    expect(new Set(column(1).slice(60, 94)).size).toBe(1)
    expect(volume.data.filter((value) => value === 0).length).toBeGreaterThan(1)
    expect(column(2).findIndex((value) => !Number.isNaN(value))).toBe(LISTED_FROM)
  })

  describe.each(themes)('%s', (_, { every, markets }) => {
    const features = Object.entries(markets.hash)
    const columns = computeAll(Object.keys(markets.hash), hashMarket())
    it.each(features)('%s is the same on the hash market, and missing in the same places', (name, expected) => {
      const column = columns.get(name)
      if (column === undefined) throw new Error(`bug: ${name} was not computed`)
      compare(column, expected, every.hash)
    })
  })

  it.skipIf(!found)('all are the same on the real sector funds, and missing in the same places', async () => {
    const panel = await fundMarket()
    const golden = themes.flatMap(([, { every, markets }]) =>
      Object.entries(markets.funds).map(([name, expected]) => ({ name, expected, every: every.funds })),
    )
    const columns = computeAll(
      golden.map(({ name }) => name),
      panel,
    )
    for (const { name, expected, every } of golden) {
      const column = columns.get(name)
      if (column === undefined) throw new Error(`bug: ${name} was not computed`)
      try {
        compare(column, expected, every)
      } catch (error) {
        throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
      }
    }
  })
})
