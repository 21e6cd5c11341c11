import { describe, expect, it } from 'vitest'
import { featureBlocks } from '../../pipelines/feature-blocks.js'
import type { FeatureRows } from '../../pipelines/feature-file.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { computeFeatures, panelSources } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Kernels } from '../../src/kernels/kernels.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { randomPanel } from '../contracts/random-panel.js'

const [SESSIONS, ASSETS] = [90, 4]
const panel = randomPanel(SESSIONS, ASSETS, 7)
const NAMES = [
  'close',
  'momentum_5',
  'benchmark_return',
  'rolling_z_21(momentum_5)',
  'rank(rolling_mean_10(momentum_1))',
  'rolling_beta_12(momentum_1,benchmark_return)',
  'rolling_mean_3(rolling_mean_10(momentum_1))',
]
const planOf = (names: readonly string[]): Plan => planStages(names, panelSources(panel), stageOf)
const plan = planOf(NAMES)

async function blocksOf(from: number, to: number, budget: number, kernels: Kernels): Promise<FeatureRows[]> {
  const blocks: FeatureRows[] = []
  for await (const block of featureBlocks(plan, panel, { from, to }, kernels, budget)) blocks.push(block)
  return blocks
}

/** The rows of symbols that traded, from features of the whole panel. */
function expected(from: number, to: number): string[] {
  const { dates, assets, sectors, values, seasoned } = computeFeatures(plan, panel, referenceKernels)
  const rows: string[] = []
  for (let cell = from * ASSETS; cell < to * ASSETS; cell++) {
    if (Number.isNaN(panel.fields.close.data[cell])) continue
    const [row, col] = [Math.floor(cell / ASSETS), cell % ASSETS]
    const features = values.map(({ data }) => data[cell])
    rows.push([dates[row], assets[col], sectors[col], seasoned[cell] === 1, ...features].join(' '))
  }
  return rows
}

const rowsOf = (blocks: readonly FeatureRows[]): string[] =>
  blocks.flatMap(({ dates, symbols, sectors, seasoned, features }) =>
    symbols.map((symbol, i) =>
      [dates[i], symbol, sectors[i] ?? '', seasoned[i], ...features.map((values) => values[i])].join(' '),
    ),
  )

describe('features block by block', () => {
  it.each([
    [0, SESSIONS, 1e9, 1],
    [0, SESSIONS, 1500, 4],
    [0, SESSIONS, 1, 13],
    [50, 77, 1, 4],
    [89, 90, 1, 1],
    [0, 3, 1, 3],
  ])('rows %i to %i within %d numbers are those of the whole panel, to the bit', async (from, to, budget, count) => {
    const blocks = await blocksOf(from, to, budget, referenceKernels)
    expect(blocks).toHaveLength(count)
    expect(rowsOf(blocks)).toEqual(expected(from, to))
  })

  it('takes memory for the first block alone, and less than for every stage of the plan', async () => {
    const taken: string[] = []
    const kernels: Kernels = {
      ...referenceKernels,
      allocate: (rows, cols) => {
        taken.push(`${rows} x ${cols}`)
        return referenceKernels.allocate(rows, cols)
      },
    }
    const once = await blocksOf(0, SESSIONS, 1e9, kernels)
    expect(once).toHaveLength(1)
    expect(taken.length).toBeLessThan(plan.stages.length)
    const matrices = taken.length
    taken.length = 0
    expect((await blocksOf(0, SESSIONS, 1, kernels)).length).toBeGreaterThan(1)
    expect(taken).toHaveLength(matrices)
    expect(new Set(taken.map((shape) => shape.split(' ')[0]))).toEqual(new Set([String(plan.lookback - 1 + 7)]))
  })
})
