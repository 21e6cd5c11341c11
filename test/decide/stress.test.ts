import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/backtest/simulate.js'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { decideRotation } from '../../src/decide/decide-rotation.js'
import { policyOf } from '../../src/decide/policy.js'
import type { Weights } from '../../src/decide/weights.js'

const N_ASSETS = 4
const CALM = 300
const CRASH = 60
const AFTER = 400

/**
 * A calm market of 8% a year, a crash of 60 sessions in which every sector loses 1% a session at four times the volatility, and a
 * recovery: what rotation can not escape, since everything falls together.
 */
function crashingMarket(seed: number): Matrix {
  const random = createRandom(seed, 'crash')
  const closes = createMatrix(CALM + CRASH + AFTER, N_ASSETS)
  const prices = new Float64Array(N_ASSETS).fill(100)
  for (let t = 0; t < closes.rows; t++) {
    const isCrash = t >= CALM && t < CALM + CRASH
    const drift = isCrash ? -0.01 : 0.0003
    const shock = (isCrash ? 0.02 : 0.005) * random.normal()
    for (let i = 0; i < N_ASSETS; i++) {
      prices[i] *= Math.exp(drift + shock + 0.002 * random.normal())
      closes.data[t * N_ASSETS + i] = prices[i]
    }
  }
  return closes
}

function decisionsOf(closes: Matrix, constrain: Parameters<typeof policyOf>[2], every = 1): Weights {
  const scores = matrixOver(closes.rows, N_ASSETS, closes.data.slice())
  const rows = Array.from({ length: Math.floor((closes.rows - 100) / every) }, (_, i) => 100 + i * every)
  return decideRotation(scores, rows, {
    policy: policyOf(['top-k', { k: 2 }], ['equal'], constrain),
    assets: ['A', 'B', 'C', 'D'],
    sectors: ['a', 'b', 'c', 'd'],
    benchmarkWeights: new Float64Array(N_ASSETS).fill(1),
    closes,
    sessionsPerYear: 252,
    costRate: 0,
  })
}

/** Largest loss from a peak within a window of sessions, of what the decisions came to, filled at the next close without costs. */
function maxLoss(closes: Matrix, decisions: Weights, window = Infinity): number {
  const { equity } = simulate({ open: closes, close: closes }, decisions, { fill: 'close', costBps: 0, capital: 1 })
  return equity.reduce((worst, value, t) => {
    const peak = Math.max(...equity.subarray(Math.max(0, t - window + 1), t + 1))
    return Math.max(worst, 1 - value / peak)
  }, 0)
}

/** What the worst sector of each session loses in the worst run of so many sessions. */
function worstRun({ rows, data }: Matrix, sessions: number): number {
  let worst = 0
  for (let t = 0; t + sessions < rows; t++) {
    let left = 1
    for (let s = t; s < t + sessions; s++) {
      const growths = [0, 1, 2, 3].map((i) => data[(s + 1) * N_ASSETS + i] / data[s * N_ASSETS + i])
      left *= Math.min(1, ...growths)
    }
    worst = Math.max(worst, 1 - left)
  }
  return worst
}

const WINDOW = 252
const STOP = 0.15
const VOLATILITY = ['volatility-target', { target: 0.1, lookback: 42, halfLife: 10 }] as const
const BRAKE = ['drawdown-brake', { start: 0.05, stop: STOP, window: WINDOW }] as const

describe.each([1, 2, 3, 4, 5])('a planted crash, market %d', (seed) => {
  const closes = crashingMarket(seed)
  const free = maxLoss(closes, decisionsOf(closes, []))

  it('costs who does nothing a third at the least', () => {
    expect(free).toBeGreaterThan(1 / 3)
  })

  it('costs a volatility target at least a quarter less', () => {
    expect(maxLoss(closes, decisionsOf(closes, [VOLATILITY]))).toBeLessThan(0.75 * free)
  })

  it.each([1, 5])('costs a drawdown brake its stop, and what %d sessions and the one of the fill can take', (every) => {
    // Beyond the stop nothing is wanted any more: what is still held is lost until the next decision is filled.
    const bound = 1 - (1 - STOP) * (1 - worstRun(closes, every + 1))
    expect(maxLoss(closes, decisionsOf(closes, [BRAKE], every), WINDOW)).toBeLessThan(bound)
  })

  it('costs both together less than half, and no more than 3% beyond the stop in any window', () => {
    const both = decisionsOf(closes, [VOLATILITY, BRAKE])
    expect(maxLoss(closes, both)).toBeLessThan(free / 2)
    expect(maxLoss(closes, both, WINDOW)).toBeLessThan(STOP + 0.03)
  })

  it('and both are invested again afterwards', () => {
    const exposure = (row: number): number => {
      const decision = decisionsOf(closes, [VOLATILITY, BRAKE]).find(({ dateIndex }) => dateIndex === row)
      return decision?.weights.reduce((sum, weight) => sum + weight, 0) ?? NaN
    }
    expect(exposure(CALM + CRASH)).toBeLessThan(0.2)
    expect(exposure(closes.rows - 1)).toBeGreaterThan(0.5)
  })
})

describe('the drawdown brake lets go', () => {
  const window = 50

  /** Falls by a half in one session, and stands still. */
  const fallen = matrixOver(
    400,
    N_ASSETS,
    Float64Array.from({ length: 400 * N_ASSETS }, (_, i) => (i < 150 * N_ASSETS ? 2 : 1)),
  )

  it('of everything, once the peak is out of its window: equity in cash would never recover by itself', () => {
    const decisions = decisionsOf(fallen, [['drawdown-brake', { window }]])
    const exposures = decisions.map(({ weights }) => weights.reduce((sum, weight) => sum + weight, 0))
    const braked = decisions.filter((_, i) => exposures[i] === 0).map(({ dateIndex }) => dateIndex)
    // The loss of row 150 is seen at its close; the peak of row 149 is last seen 49 sessions later.
    expect([braked[0], braked.at(-1), braked.length]).toEqual([150, 149 + window - 1, window - 1])
    expect(exposures.filter((exposure) => exposure !== 0).every((exposure) => exposure === 1)).toBe(true)
  })
})
