import { entriesOf, type ConventionEntry } from './convention.js'
import { averageUnderWater, longestUnderWater, maxDrawdown, ulcerIndex } from './drawdown.js'
import { totalReturn } from './growth.js'
import { calmarRatio, returnOverMaxDrawdown, sharpeFromCagr, sortinoFromCagr } from './ratios.js'
import { growthOf, lossesOf, volatilityOf } from './series-metrics.js'
import { fraction } from './units.js'

/** The flat rate a year that reproduces every Sharpe ratio of the document; it says "90-day T-bill". */
const rate = fraction(0.025)

const entry = entriesOf('s4')
const SOURCE = 'document S4'

/** What the fact sheets of document S4 print; its words are its own ("std of the annualized returns"), its numbers are these. */
export const S4: readonly ConventionEntry[] = [
  entry('totalReturn', SOURCE, 'product of 1 + r, less 1', ({ returns }) => totalReturn(returns)),
  entry('cagr', SOURCE, '(1 + total return)^(1 / years) - 1, years = n / periods a year (252 there)', growthOf),
  entry(
    'volatility',
    SOURCE,
    'std(r) * root of periods a year (252 there); "historical 30 days" is another name it has',
    volatilityOf,
  ),
  entry(
    'downsideDeviation',
    SOURCE,
    'std of the negative returns alone * root of periods a year (252 there)',
    lossesOf,
  ),
  entry('sharpe', SOURCE, '(CAGR - 2.5%) / volatility', (input) =>
    sharpeFromCagr(growthOf(input), volatilityOf(input), rate),
  ),
  entry('sortino', SOURCE, '(CAGR - 2.5%) / std of the negative returns', (input) =>
    sortinoFromCagr(growthOf(input), lossesOf(input), rate),
  ),
  entry('ulcerIndex', SOURCE, 'root of mean(drawdown^2); printed times 100', ({ returns }) => ulcerIndex(returns)),
  entry(
    'maxDrawdown',
    SOURCE,
    'least of equity / running peak - 1; the document prints percent as "days"',
    ({ returns }) => maxDrawdown(returns),
  ),
  entry('longestUnderWater', SOURCE, 'longest time from peak to peak, of any drawdown', ({ returns }) =>
    longestUnderWater(returns),
  ),
  entry('averageUnderWater', SOURCE, 'mean time from peak to peak', ({ returns }) => averageUnderWater(returns)),
  entry('calmar', SOURCE, 'CAGR / |max. drawdown|', ({ returns, periodsPerYear }) =>
    calmarRatio(returns, periodsPerYear),
  ),
  entry('returnOverMaxDrawdown', SOURCE, 'total return / |max. drawdown|', ({ returns }) =>
    returnOverMaxDrawdown(returns),
  ),
]
