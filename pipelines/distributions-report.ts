import { distributionDifference } from '../src/backtest/distribution-difference.js'
import type { Performance } from '../src/backtest/performance.js'
import { keepSessions, type SymbolBars } from '../src/panel/bars.js'
import { formatPercent, fraction } from '../src/risk/units.js'
import type { Experiment } from './experiment-schema.js'

/** What becomes of a fund's distributions: growth a year of the fund held alone, without costs, as fractions. */
interface FundDistributions {
  /** They stay in cash, at the ledger's rate. */
  readonly cash: number
  /** Prices adjusted by the factor 1 - D / P[t - 1]. */
  readonly reinvested: number
  /** Cash less reinvested. */
  readonly difference: number
}

/**
 * Every fund bought at the close of the ledger's first session, or of its own where it is listed later, and held to that of the last
 * one: paid in cash, and as its adjusted prices have it.
 * @param bars - raw, with splits and distributions
 * @param dates - of the panel
 * @returns by symbol; without a fund that has under two sessions of these
 */
export function fundDistributions(
  bars: readonly SymbolBars[],
  dates: Int32Array,
  { startIndex, equity }: Pick<Performance, 'startIndex' | 'equity'>,
  { report: { sessionsPerYear: periodsPerYear }, backtest: { cashRate } }: Experiment,
): Readonly<Record<string, FundDistributions>> {
  const [first, last] = [dates[startIndex], dates[startIndex + equity.length - 1]]
  const held = bars
    .map((own) => keepSessions(own, (session) => session >= first && session <= last))
    .filter((own) => own.dates.length > 1)
  return Object.fromEntries(
    held.map((own) => {
      const { cash, adjusted } = distributionDifference(own, { periodsPerYear, cashRate })
      return [own.symbol, { cash, reinvested: adjusted, difference: cash - adjusted }]
    }),
  )
}

/** The differences in a line. */
export function fundDistributionsText(funds: Readonly<Record<string, FundDistributions>>): string {
  const parts = Object.entries(funds).map(([symbol, { difference }]) => {
    const text = formatPercent(fraction(difference), 2)
    return `${symbol} ${text}`
  })
  return `each fund held alone, in cash less reinvested, a year: ${parts.join(', ')}`
}
