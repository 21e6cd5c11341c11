import { ruinOf } from '../src/backtest/returns-of.js'
import { formatSession } from '../src/core/calendar.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { formatRatio, ratio } from '../src/risk/units.js'
import type { PortfolioResult, PortfolioResults } from './backtest.js'
import type { HoldNow } from './hold-now.js'
import { fundWarnings } from './shorts-report.js'

/** Debts below it are none. */
const CENT = 0.01

/** A warning of portfolios that meant to trade and never could; none when there is no such. */
function idleWarnings(results: PortfolioResults): string[] {
  const idle = Object.entries(results)
    .filter(([, { weights, net }]) => {
      const end = net.startIndex + net.equity.length - 1
      const wanted = weights.some(
        ({ dateIndex, weights: row }) => dateIndex < end && row.some((weight) => weight !== 0),
      )
      return wanted && net.trades.length === 0
    })
    .map(([name]) => name)
  if (idle.length === 0) return []
  return [
    `no order could be filled in ${idle.join(', ')}: all stayed in cash; capital, lot, costs and volumes decide what can be`,
  ]
}

/** Day at whose close a portfolio had nothing left, net of costs; undefined when it never came to that. */
function ruinDay({ net }: PortfolioResult, dates: Int32Array): string | undefined {
  const session = ruinOf(net)
  return session < 0 ? undefined : formatSession(dates[net.startIndex + session])
}

/** A warning of each portfolio that lost everything; portfolios that end alike, as a model's and the mean of that one model, share one. */
function ruinWarnings(results: PortfolioResults, dates: Int32Array): string[] {
  const namesOf = new Map<string, string[]>()
  for (const [name, result] of Object.entries(results)) {
    const day = ruinDay(result, dates)
    if (day === undefined) continue
    const owed = -(result.net.equity.at(-1) ?? 0)
    const end = `lost everything on ${day}${owed < CENT ? '' : `, owing ${formatRatio(ratio(owed))} in the end`}`
    namesOf.set(end, [...(namesOf.get(end) ?? []), name])
  }
  return [...namesOf].map(
    ([end, names]) =>
      `${names.join(', ')} ${end}: positions were closed and nothing was traded afterwards; metrics count a return of -100% that day and 0 from then on`,
  )
}

/** Of the ensemble's orders, those that were filled where nobody traded: nothing but costs by volume looks at that. */
function unseenVolumeWarnings({ net, traded: { market, symbols } }: PortfolioResult, dates: Int32Array): string[] {
  const { volume } = market
  if (volume === undefined) return []
  const fills = net.events.filter(({ type }) => type === 'fill')
  const unseen = fills.filter(({ dateIndex, assetIndex }) => volume.data[dateIndex * volume.cols + assetIndex] === 0)
  if (unseen.length === 0) return []
  const [{ dateIndex, assetIndex }] = unseen
  return [
    `${unseen.length} of ${fills.length} orders were filled in sessions with a volume of 0, the first of ${symbols[assetIndex]} on ${formatSession(dates[dateIndex])}: nobody may have traded at those prices; with backtest.costs.maxParticipation they wait`,
  ]
}

/**
 * Warnings of what portfolios could not trade at all, of those that lost everything, and of what was traded in place of something else.
 * @param dates - of the panel
 */
export function tradeWarnings(results: PortfolioResults, dates: Int32Array): string[] {
  return [
    ...idleWarnings(results),
    ...ruinWarnings(results, dates),
    ...unseenVolumeWarnings(results[ENSEMBLE], dates),
    ...fundWarnings(results[ENSEMBLE]),
  ]
}

/** What to hold now, with a word before it where the portfolio of the same decisions was lost. */
export function afterRuin(now: HoldNow, ensemble: PortfolioResult, dates: Int32Array): HoldNow {
  const day = ruinDay(ensemble, dates)
  if (day === undefined) return now
  const lost = `the portfolio of these decisions lost everything on ${day}, this would begin anew`
  return { ...now, reason: `${lost}; ${now.reason}`, explanation: [lost, ...now.explanation] }
}
