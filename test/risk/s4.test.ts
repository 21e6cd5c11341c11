import { describe, expect, it } from 'vitest'
import { compareMetric, FACT_SHEET, type Verdict } from '../../src/risk/comparison.js'
import { longestUnderWater, maxDrawdown } from '../../src/risk/drawdown.js'
import { cagrFromTotal } from '../../src/risk/growth.js'
import { METRICS, type MetricName } from '../../src/risk/metrics.js'
import { sharpeFromCagr, sortinoFromCagr } from '../../src/risk/ratios.js'
import { formatPercent, formatRatio, formatSessions, fraction, type Fraction } from '../../src/risk/units.js'

/** The printed figures of the document, strategy and index; percent as fractions, time in sessions. */
const FIGURES = {
  '5 years': {
    totalReturn: [0.547, 0.917],
    cagr: [0.091, 0.139],
    volatility: [0.096, 0.19],
    downsideVolatility: [0.068, 0.138],
    sharpe: [0.69, 0.6],
    sortino: [0.98, 0.82],
    ulcerIndex: [0.0285, 0.0582],
    maxDrawdown: [-0.185, -0.337],
    longestUnderWater: [219, 139],
    averageUnderWater: [50, 36],
  },
  '3 years': {
    totalReturn: [0.233, 0.479],
    cagr: [0.072, 0.139],
    volatility: [0.115, 0.228],
    downsideVolatility: [0.082, 0.167],
    sharpe: [0.41, 0.5],
    sortino: [0.58, 0.68],
    ulcerIndex: [0.0332, 0.0714],
    maxDrawdown: [-0.185, -0.337],
    longestUnderWater: [219, 139],
    averageUnderWater: [51, 45],
  },
} as const

const RATE = fraction(0.025)
const CASES = (['5 years', '3 years'] as const).flatMap((span) =>
  ([0, 1] as const).map((side) => ({ span, side, years: Number(span[0]), figures: FIGURES[span] })),
)

describe('the published figures of document S4', () => {
  it.each(CASES)('growth follows from the total return: $span, side $side', ({ side, years, figures }) => {
    const growth = cagrFromTotal(fraction(figures.totalReturn[side]), years)
    expect(formatPercent(growth)).toBe(formatPercent(fraction(figures.cagr[side])))
  })

  it.each(CASES)(
    'the Sharpe ratio is growth over 2.5% per volatility: $span, side $side',
    ({ side, years, figures }) => {
      const growth = cagrFromTotal(fraction(figures.totalReturn[side]), years)
      const sharpe = sharpeFromCagr(growth, fraction(figures.volatility[side]), RATE)
      expect(formatRatio(sharpe)).toBe(figures.sharpe[side].toFixed(2))
    },
  )

  it.each(CASES)(
    'the Sortino ratio lies where the rounding of its inputs lets it: $span, side $side',
    ({ side, figures }) => {
      const around = (value: number): readonly [Fraction, Fraction] => [
        fraction(value - 0.0005),
        fraction(value + 0.0005),
      ]
      const [leastGrowth, mostGrowth] = around(figures.cagr[side])
      const [leastRisk, mostRisk] = around(figures.downsideVolatility[side])
      const low = sortinoFromCagr(leastGrowth, mostRisk, RATE)
      const high = sortinoFromCagr(mostGrowth, leastRisk, RATE)
      // The ratio itself is printed with two decimals.
      expect(figures.sortino[side] + 0.005).toBeGreaterThanOrEqual(low)
      expect(figures.sortino[side] - 0.005).toBeLessThanOrEqual(high)
      expect(high - low).toBeLessThan(0.04)
    },
  )

  /** Of each metric whether the strategy is said to be better than the index, over five and over three years. */
  const VERDICTS: readonly (readonly [MetricName, Verdict, Verdict])[] = [
    ['totalReturn', 'worse', 'worse'],
    ['cagr', 'worse', 'worse'],
    ['volatility', 'better', 'better'],
    ['downsideVolatility', 'better', 'better'],
    ['sharpe', 'better', 'worse'],
    ['sortino', 'better', 'worse'],
    ['ulcerIndex', 'better', 'better'],
    ['maxDrawdown', 'better', 'better'],
    ['longestUnderWater', 'worse', 'worse'],
    ['averageUnderWater', 'worse', 'worse'],
  ]

  it.each(VERDICTS)('the sentence on %s says %s over five years and %s over three', (metric, five, three) => {
    const name = metric as keyof (typeof FIGURES)['5 years']
    for (const [span, verdict] of [
      ['5 years', five],
      ['3 years', three],
    ] as const) {
      const [own, market] = FIGURES[span][name]
      const comparison = compareMetric(metric, own, market, { benchmark: 'SPY', span })
      expect(comparison.verdict).toBe(verdict)
      expect(comparison.sentence).toMatch(new RegExp(`over ${span}: .* against .* of SPY, .*, thus ${verdict}\\.$`))
    }
  })

  it('the sentences say percent where the document says days', () => {
    expect(VERDICTS.map(([metric]) => metric)).toEqual(FACT_SHEET)
    const names = { benchmark: 'SPY', span: '5 years' }
    expect(compareMetric('maxDrawdown', -0.185, -0.337, names).sentence).toBe(
      'Max. drawdown over 5 years: -18.5% against -33.7% of SPY, a smaller loss, thus better.',
    )
    expect(compareMetric('longestUnderWater', 219, 139, names).sentence).toBe(
      'Longest under water over 5 years: 219 sessions against 139 sessions of SPY, longer, thus worse.',
    )
    // With as many decimals as the document has.
    const [own, market] = FIGURES['5 years'].ulcerIndex
    expect(compareMetric('ulcerIndex', own, market, names).sentence).toBe(
      'Ulcer index over 5 years: 2.85% against 5.82% of SPY, lower, thus better.',
    )
    expect(compareMetric('totalReturn', 0.547, 0.917, { benchmark: 'SPY' }).sentence).toBe(
      'Total return: 54.7% against 91.7% of SPY, lower, thus worse.',
    )
  })

  it('what prints alike is the same, what is not known is not judged, and a beta is neither good nor bad', () => {
    const names = { benchmark: 'SPY' }
    expect(compareMetric('sharpe', 0.691, 0.692, names)).toMatchObject({ verdict: 'same' })
    expect(compareMetric('sharpe', NaN, 0.5, names)).toMatchObject({ verdict: 'unknown' })
    for (const [own, market] of [
      [Infinity, Infinity],
      [Infinity, 2],
      [2, -Infinity],
    ])
      expect(compareMetric('profitFactor', own, market, names)).toMatchObject({
        verdict: 'unknown',
        sentence: expect.stringContaining('n/a') as unknown,
      })
    expect(compareMetric('longestUnderWater', 1, 12, { ...names, period: 'month' }).sentence).toBe(
      'Longest under water: 1 month against 12 months of SPY, shorter, thus better.',
    )
    expect(compareMetric('beta', 1.2, 1, names)).toMatchObject({ verdict: 'none' })
    expect(compareMetric('maxDrawdown', -0.4, -0.3, names).sentence).toContain('a larger loss, thus worse')
  })

  it('the compiler refuses to print a drawdown as a number of days', () => {
    // @ts-expect-error -- the largest loss is a fraction, not a length of time
    expect(formatSessions(maxDrawdown([-0.185]))).toContain('session')
    // @ts-expect-error -- a length of time is not a fraction
    expect(formatPercent(longestUnderWater([-0.185]))).toContain('%')
    const lossOf = METRICS.maxDrawdown.measure
    const input = { returns: Float64Array.of(-0.185), riskFreeAnnual: 0, periodsPerYear: 252, tail: 0.05 }
    // @ts-expect-error -- nor does the table of metrics forget the unit
    expect(formatSessions(lossOf(input))).toContain('session')
    expect(formatPercent(lossOf(input))).toBe('-18.5%')
  })
})
