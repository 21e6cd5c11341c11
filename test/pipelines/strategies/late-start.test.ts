import { describe, expect, it } from 'vitest'
import { lateStartWarnings } from '../../../pipelines/strategies/late-start.js'
import { parseSession } from '../../../src/core/calendar.js'
import type { Performance } from '../../../src/backtest/performance.js'
import type { WeightDecision } from '../../../src/decide/weights.js'

const dates = Int32Array.from({ length: 12 }, (_, i) => parseSession('2015-01-01') + i)
const ranked = [{ asset: 'A', score: 1 }] as unknown as WeightDecision['ranking'] & object

function decision(dateIndex: number, weight: number, ranking: WeightDecision['ranking'] & object): WeightDecision {
  return { dateIndex, weights: Float64Array.of(weight), reason: '', ranking }
}

/** From row 2 on: five sessions of cash, then four that double and halve. */
const net: Performance = {
  startIndex: 2,
  equity: Float64Array.of(100, 100, 100, 100, 100, 100, 200, 100, 200, 200),
  cash: new Float64Array(10),
  invested: new Float64Array(10),
  traded: new Float64Array(10),
  shares: new Float64Array(10),
  trades: [],
  events: [],
}

describe('lateStartWarnings', () => {
  it('says from when a portfolio had something to rank, and what it did from then on', () => {
    const weights = [decision(2, 0, []), decision(4, 0, []), decision(7, 1, ranked), decision(9, 1, ranked)]
    // Four sessions of a year of four double once: 100% a year. Returns 1, -0.5, 1, 0 deviate by 0.75 a session, twice that a year.
    expect(lateStartWarnings({ 'strategy late': { weights, net } }, dates, 4)).toEqual([
      'strategy late was in cash until 2015-01-08, 5 of 9 sessions, with nothing to rank the sectors by: its metrics, and what it is compared and combined with, count that time; from then on its CAGR net is 100.00% at a volatility of 150.0%',
    ])
    const [short] = lateStartWarnings({ late: { weights, net } }, dates, 5)
    expect(short).toMatch(/count that time$/)
  })

  it('says that there was never anything', () => {
    const weights = [decision(2, 0, []), decision(4, 0, [])]
    expect(lateStartWarnings({ 'strategy idle': { weights, net } }, dates, 4)).toEqual([
      'strategy idle never had anything to rank the sectors by: it stayed in cash',
    ])
  })

  it('is silent of who invests at once, chooses cash, or does not rank at all', () => {
    const portfolios = {
      atOnce: { weights: [decision(2, 1, ranked), decision(4, 0, [])], net },
      choosesCash: { weights: [decision(2, 0, ranked), decision(4, 1, ranked)], net },
      allWithoutScores: { weights: [decision(2, 1, [])], net },
      buyAndHold: { weights: [{ dateIndex: 2, weights: Float64Array.of(1), reason: '' }], net },
      nothing: { weights: [], net },
    }
    expect(lateStartWarnings(portfolios, dates, 4)).toEqual([])
  })
})
