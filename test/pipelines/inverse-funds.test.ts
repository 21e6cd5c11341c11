import { describe, expect, it } from 'vitest'
import { tradedAssets } from '../../pipelines/backtest-market.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { inverseFundLabels, inverseFunds } from '../../pipelines/inverse-funds.js'
import { termsBeyondDefaults } from '../../pipelines/ledger-terms.js'
import { createMatrix, rowOf } from '../../src/core/matrix.js'

const SPDRS = '{ sectors: { XLB: materials, XLE: energy, XLK: technology }, benchmark: SPY }'

function parse(backtest: string, universe = SPDRS, data = '{ source: csv }'): ReturnType<typeof parseExperiment> {
  const text = `name: shorts
hypothesis: Shorts go through funds.
data: ${data}
universe: ${universe}
horizon: 21
features: [relative_strength_126]
walkForward: { from: 2020-01-02 }
models:
  momentum: { feature: relative_strength_126 }
backtest: ${backtest}
`
  return parseExperiment(text, 'mine.yaml')
}

describe('shorts through inverse funds in an experiment', () => {
  it('are asked for with one word where every asset has a fund', async () => {
    const { experiment } = await parse('{ shorts: inverse }')
    const funds = [...inverseFunds(experiment)].map(([asset, { symbol }]) => `${asset} ${symbol}`)
    expect(funds).toEqual(['XLB SMN', 'XLE ERY', 'XLK REW'])
    expect([...inverseFundLabels(experiment).values()]).toEqual([
      'SMN (simulated -2x XLB)',
      'ERY (simulated -3x/-2x XLE)',
      'REW (simulated -2x XLK)',
    ])
    expect(termsBeyondDefaults(experiment.backtest)).toEqual(['shorts inverse'])
  })

  it('have collateral that earns the rate of cash, and the fee that the experiment states', async () => {
    const { experiment } = await parse(
      '{ shorts: inverse, cashRate: 0.04, inverseFunds: { annualFee: 0.02 } }',
      SPDRS,
      '{ source: csv }\nreport: { sessionsPerYear: 250 }',
    )
    const close = createMatrix(3, 3, 10)
    const fields = { open: close, high: close, low: close, close, volume: close }
    const panel = { assets: ['XLB', 'XLE', 'XLK'], sectors: ['a', 'b', 'c'], dates: Int32Array.of(1, 2, 3), fields }
    const market = { open: close, close }
    const grown = (annualFee?: number): number[] =>
      [...rowOf(tradedAssets(experiment, panel, market, 1, annualFee).market.close, 2)].slice(3)
    const near = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 11) as unknown)
    expect(grown()).toEqual(near([3, 4, 3].map((times) => 100 * (1 + (times * 0.04 - 0.02) / 250))))
    expect(grown(0)).toEqual(near([3, 4, 3].map((times) => 100 * (1 + (times * 0.04) / 250))))
  })

  it('are none where shares are sold short', async () => {
    const { experiment } = await parse('{ inverseFunds: { annualFee: 0.01 } }')
    expect(inverseFunds(experiment).size + inverseFundLabels(experiment).size).toBe(0)
  })

  it('keep the assets that have no fund where that is asked for', async () => {
    const { experiment } = await parse(
      '{ shorts: inverse, inverseFunds: { missing: keep } }',
      '{ family: spdr, benchmark: SPY }',
    )
    expect(inverseFunds(experiment).size).toBe(10)
    expect(inverseFunds(experiment).has('XLC')).toBe(false)
  })

  it.each([
    [
      '{ shorts: inverse }',
      '{ family: spdr, benchmark: SPY }',
      'mine.yaml:10: backtest.inverseFunds.missing: "refuse", and XLC has no inverse fund, expected "keep" to borrow and sell it',
    ],
    [
      '{ shorts: inverse }',
      '{ family: vanguard, benchmark: VTI }',
      'mine.yaml:10: backtest.shorts: "inverse" needs a universe that has inverse funds: Select Sector SPDRs, as family or one by one',
    ],
    [
      '{ shorts: inverse }',
      '{ sectors: { XLB: materials, SMN: energy }, benchmark: SPY }',
      'mine.yaml:4: universe: "SMN" is simulated as an inverse fund and can not be an asset too',
    ],
    ['{ shorts: inverse, costs: { impact: 1 } }', SPDRS, 'mine.yaml:10: backtest.costs.impact: with backtest.shorts'],
    ['{ shorts: inverse, costs: { maxParticipation: 0.1 } }', SPDRS, 'backtest.costs.maxParticipation: with backtest'],
    ['{ shorts: inverse, costs: { perShare: 0.005 } }', SPDRS, 'have no price a share of their own'],
    ['{ shorts: invers }', SPDRS, '"invers" is unknown, expected one of direct, inverse; the nearest is "inverse"'],
    ['{ inverseFunds: { fee: 0.01 } }', SPDRS, 'backtest.inverseFunds.fee: unknown key "fee"'],
    ['{ inverseFunds: { annualFee: -0.01 } }', SPDRS, 'backtest.inverseFunds.annualFee'],
  ])('%s with %s is refused', async (backtest, universe, message) => {
    await expect(parse(backtest, universe)).rejects.toThrow(message)
  })

  it('are refused where no fund is named', async () => {
    const given = (await parse('{}')).source.value as Record<string, unknown>
    const asked = { ...given, data: { source: 'simulated' }, universe: undefined, backtest: { shorts: 'inverse' } }
    const text = JSON.stringify(asked)
    await expect(parseExperiment(text, 'mine.yaml')).rejects.toThrow('backtest.shorts: "inverse" needs a universe')
  })
})
