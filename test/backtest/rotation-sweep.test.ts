import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rotationSweep, type RotationCell, type RotationSweepOptions } from '../../src/backtest/rotation-sweep.js'
import { annualTurnover } from '../../src/backtest/annual-turnover.js'
import type { Performance } from '../../src/backtest/performance.js'
import { simulate } from '../../src/backtest/simulate.js'
import { createMatrix, matrixOver, rowOf, type Matrix } from '../../src/core/matrix.js'
import type { WeightDecision } from '../../src/decide/weights.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { bestColumns, formationScores } from '../../src/kernels/reference-sweep.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import { maxDrawdown } from '../../src/risk/drawdown.js'
import { randomListings } from './random-listings.js'

interface GoldenCell extends RotationCell {
  readonly holding: 'constant' | 'drifting'
}
const golden = JSON.parse(readFileSync('test/golden/rotation-sweep.json', 'utf8')) as {
  readonly costBps: number
  readonly closes: readonly (readonly (number | null)[])[]
  readonly cells: readonly GoldenCell[]
}
const closes = matrixOver(
  golden.closes.length,
  golden.closes[0].length,
  Float64Array.from(golden.closes.flat(), (close) => close ?? NaN),
)
const wasm = createWasmKernels()
const FIGURES = ['equity', 'cagr', 'volatility', 'sharpe', 'maxDrawdown', 'turnover'] as const

describe('rotations from their definitions, by pandas', () => {
  const options = {
    lookbacks: [3, 21, [5, 10, 40]],
    tops: [5, 1, 2],
    everies: [1, 4, 20],
    costBps: golden.costBps,
  }
  it.each([
    ['constant', 'wasm', wasm],
    ['constant', 'reference', referenceKernels],
    ['drifting', 'wasm', wasm],
  ] as const)('%s weights, %s', (holding, _, kernels) => {
    const expected = golden.cells.filter((cell) => cell.holding === holding)
    const cells = rotationSweep(closes, { ...options, holding }, kernels)
    expect(cells).toHaveLength(expected.length)
    for (const [i, cell] of cells.entries()) {
      const { lookbacks, top, every } = expected[i]
      expect(cell).toMatchObject({ lookbacks, top, every })
      for (const figure of FIGURES) expect(Math.abs(cell[figure] - expected[i][figure]), figure).toBeLessThan(1e-10)
    }
  })
})

/** The same rotation by the ledger. */
function byLedger(market: Matrix, { lookbacks, top, every }: RotationCell, costBps: number): Performance {
  const scores = formationScores(market, lookbacks)
  const weights: WeightDecision[] = []
  for (let row = 0; row < market.rows; row += every) {
    const best = bestColumns(rowOf(scores, row), top)
    const decided = new Float64Array(market.cols)
    for (const column of best) decided[column] = 1 / best.length
    weights.push({ dateIndex: row, weights: decided, reason: 'momentum' })
  }
  return simulate({ open: market, close: market }, weights, { fill: 'close', costBps, capital: 1 })
}

describe('drifting holdings', () => {
  it('are those of the ledger', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(0, 5, 100), (seed, costBps) => {
        const market = randomListings(seed, 120, 5).close
        const options: RotationSweepOptions = {
          lookbacks: [5, [2, 20]],
          tops: [1, 3],
          everies: [1, 7],
          costBps,
          holding: 'drifting',
        }
        for (const cell of rotationSweep(market, options, wasm)) {
          const performance = byLedger(market, cell, costBps)
          const { equity } = performance
          const last = equity[equity.length - 1]
          expect(Math.abs(cell.equity / last - 1)).toBeLessThanOrEqual(1e-12)
          const returns = equity.slice(1).map((value, i) => value / equity[i] - 1)
          expect(cell.maxDrawdown).toBeCloseTo(maxDrawdown(returns), 11)
          expect(cell.turnover).toBeCloseTo(annualTurnover(performance, 252), 10)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('figures', () => {
  const sweep = (market: Matrix, options: Partial<RotationSweepOptions> = {}): RotationCell[] =>
    rotationSweep(market, { lookbacks: [1], tops: [1], everies: [1], ...options }, wasm)

  it('of prices that stand still: nothing is gained, and there is no Sharpe ratio', () => {
    const [cell] = sweep(createMatrix(50, 3, 7))
    expect(cell).toMatchObject({ equity: 1, cagr: 0, volatility: 0, sharpe: NaN, maxDrawdown: 0, turnover: 0 })
  })

  it('of prices that are not there: cash', () => {
    const [cell] = sweep(createMatrix(50, 3))
    expect(cell).toMatchObject({ equity: 1, cagr: 0, volatility: 0, turnover: 0 })
  })

  it('the population deviation is larger in the ratio by sqrt(n / (n - 1))', () => {
    const market = randomListings(3, 200, 4).close
    const [sample] = sweep(market)
    const [population] = sweep(market, { ddof: 0 })
    expect(population.sharpe / sample.sharpe).toBeCloseTo(Math.sqrt(200 / 199), 12)
  })
})

describe('what is out of range is refused', () => {
  const market = createMatrix(10, 3, 5)
  it.each<[Partial<RotationSweepOptions>, string]>([
    [{ lookbacks: [] }, 'lookbacks: the list is empty'],
    [{ lookbacks: [0] }, 'lookbacks "0", expected a whole number from 1 to 100000'],
    [{ lookbacks: [[3, 3]] }, 'lookbacks: a value stands twice'],
    [{ lookbacks: [[1, 3], 2, [3, 1]] }, 'lookbacks: a formation stands twice'],
    [{ tops: [4] }, 'tops "4", expected a whole number from 1 to 3'],
    [{ tops: [] }, 'tops: the list is empty'],
    [{ tops: [1, 1] }, 'tops: a value stands twice'],
    [{ everies: [1.5] }, 'everies "1.5"'],
    [{ costBps: -1 }, 'costBps "-1"'],
    [{ periodsPerYear: 0 }, 'periodsPerYear "0"'],
  ])('%j', (options, message) => {
    const all = { lookbacks: [1], tops: [1], everies: [1], ...options }
    expect(() => rotationSweep(market, all, wasm)).toThrow(message)
  })

  it('closes of 0 or less, and too few of them', () => {
    const options = { lookbacks: [1], tops: [1], everies: [1] }
    expect(() => rotationSweep(createMatrix(5, 1, 0), options, wasm)).toThrow('close "0", expected a price above 0')
    expect(() => rotationSweep(createMatrix(1, 1, 5), options, wasm)).toThrow('1 rows of closes')
  })
})
