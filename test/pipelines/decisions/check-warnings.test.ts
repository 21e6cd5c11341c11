import { describe, expect, it } from 'vitest'
import { blockedSentence, checkWarnings } from '../../../pipelines/decisions/check-warnings.js'
import { parseSession } from '../../../src/core/calendar.js'
import type { CheckResult } from '../../../src/decide/pre-trade-check.js'
import type { Weights } from '../../../src/decide/weights.js'

const panel = { assets: ['XLE', 'XLK'], dates: Int32Array.from(['2024-01-02', '2024-02-01'], parseSession) }
const decision = (dateIndex: number, ...checks: CheckResult[]): Weights[number] => ({
  dateIndex,
  weights: Float64Array.of(0, 1),
  reason: 'test',
  checks,
})
const result = (check: string, outcome: CheckResult['outcome'], ...faults: string[]): CheckResult => ({
  check,
  outcome,
  faults,
})
const NO_CHECKS = { checks: [] }

describe('warnings of checks before the trade', () => {
  it('say how many decisions were blocked, by what, and the last of them', () => {
    const decisions = [
      decision(0, result('max-weight', 'block', 'XLK 100.0% above 40.0%'), result('max-gross', 'pass')),
      decision(1, result('restricted', 'block', 'A', 'B', 'C', 'D', 'E'), result('max-gross', 'warn', 'gross')),
    ]
    expect(checkWarnings(NO_CHECKS, panel, decisions)).toEqual([
      '2 of 2 decisions were blocked by max-weight, restricted; the last: 2024-02-01, restricted (A, B, C and 2 more)',
    ])
    expect(checkWarnings(NO_CHECKS, panel, decisions.slice(0, 1))).toEqual([
      '1 of 1 decision was blocked by max-weight; the last: 2024-01-02, max-weight (XLK 100.0% above 40.0%)',
    ])
  })

  it('are none of decisions that passed, or were warned of', () => {
    expect(checkWarnings(NO_CHECKS, panel, [decision(0, result('max-gross', 'warn', 'gross')), decision(1)])).toEqual(
      [],
    )
  })

  it('name restricted symbols that are no assets, each once', () => {
    const checks = [
      { restricted: { symbols: ['XLE', 'XLKK', 'ZZZ'] } },
      'max-gross',
      { restricted: { symbols: ['ZZZ'], outcome: 'warn' } },
    ]
    expect(checkWarnings({ checks }, panel, [])).toEqual([
      'the check "restricted" names "XLKK", which is no asset here and restricts nothing; the nearest is "XLK"',
      'the check "restricted" names "ZZZ", which is no asset here and restricts nothing; the nearest is "XLE"',
    ])
  })
})

describe('what a verdict adds about decisions that were not traded', () => {
  it.each([
    [undefined, ''],
    [{ blocked: 0, count: 9 }, ''],
    [
      { blocked: 2, count: 9 },
      ' 2 of 9 decisions were blocked before the trade: the portfolio held on instead, and that is what is judged.',
    ],
    [
      { blocked: 9, count: 9 },
      ' 9 of 9 decisions were blocked before the trade: no decision was traded, and that is what is judged.',
    ],
  ])('%o', (decisions, sentence) => {
    expect(blockedSentence(decisions)).toBe(sentence)
  })
})
