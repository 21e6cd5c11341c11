import { CASH } from '../datasets/holdings-csv.js'
import { textTable } from '../src/export/text-table.js'
import { fundDistributionsText } from './distributions-report.js'
import type { Artifacts } from './export-run.js'
import { formatPercent, formatRatio, fraction, ratio } from '../src/risk/units.js'
import type { HoldInstruments } from './hold-instruments.js'
import type { HoldNow } from './hold-now.js'
import { modelTable } from './model-report.js'
import { termsBeyondDefaults } from './ledger-terms.js'
import type { RunReport } from './report.js'
import { shortsText } from './shorts-report.js'

/** Sectors that are named of the active return. */
const MOST_SECTORS = 3

function portfolioTable({ portfolios }: RunReport, simulated: boolean): string {
  const rows = Object.entries(portfolios).map(([name, { gross, net, turnover }]) => [
    name,
    formatPercent(gross.cagr, 2),
    formatPercent(net.cagr, 2),
    formatPercent(gross.volatility),
    formatPercent(net.volatility),
    formatRatio(gross.sharpe),
    formatRatio(net.sharpe),
    `${formatRatio(ratio(net.intervals.sharpe.low))} to ${formatRatio(ratio(net.intervals.sharpe.high))}`,
    formatRatio(gross.sortino),
    formatRatio(net.sortino),
    formatPercent(gross.maxDrawdown),
    formatPercent(net.maxDrawdown),
    String(net.longestUnderWater),
    formatPercent(fraction(turnover), 0),
  ])
  const header = [
    simulated ? 'portfolio (simulated)' : 'portfolio',
    'CAGR gross',
    'net',
    'vol. gross',
    'net',
    'Sharpe gross',
    'net',
    'interval',
    'Sortino gross',
    'net',
    'max DD gross',
    'net',
    'sessions under water',
    'turnover',
  ]
  return textTable(header, rows)
}

/** What to hold now, for people. */
export function holdText({ asOf, reason, equity, lines }: HoldNow, simulated: boolean): string {
  const rows = lines.map(({ symbol, sector, weight, current, shares, amount }) => [
    symbol,
    sector,
    formatPercent(fraction(weight)),
    formatPercent(fraction(current)),
    symbol === 'CASH' ? '' : formatRatio(ratio(shares)),
    formatRatio(ratio(amount)),
  ])
  const title = `Hold after the close of ${asOf}${simulated ? ' (simulated)' : ''}: ${reason}; equity ${formatRatio(ratio(equity))}`
  return [title, textTable(['symbol', 'sector', 'target', 'current', 'trade shares', 'trade amount'], rows)].join('\n')
}

/** The same decision in other instruments, for people. */
export function instrumentsText({ instrument, lines, exposures, kept, cash }: HoldInstruments): string {
  if (instrument === 'inverse' && exposures.every(({ weight }) => weight > 0))
    return 'In instruments of kind inverse: nothing is short, so that no inverse fund is needed'
  const left = kept.length === 0 ? '' : `; nothing stands for ${kept.join(', ')}`
  const rows = lines.map(({ symbol, for: funds, leverage, weight, amount, shares }) => [
    symbol,
    funds.length === 1 && funds[0] === symbol ? '' : `${leverage}x ${funds.join(', ')}`,
    formatPercent(fraction(weight)),
    formatRatio(ratio(amount)),
    shares === null ? '' : formatRatio(ratio(shares)),
  ])
  const notPaid = lines.some(({ notional }) => notional) ? '; amounts of futures are notional, and not paid for' : ''
  return [
    `In instruments of kind ${instrument}${left}${notPaid}`,
    textTable(
      ['symbol', 'stands for', 'weight', 'amount', 'shares'],
      [...rows, [CASH, '', formatPercent(fraction(cash.weight)), formatRatio(ratio(cash.amount)), '']],
    ),
  ].join('\n')
}

/** How much of each feed was there, in a line. */
function feedLines({ feeds }: RunReport): string[] {
  if (feeds === undefined) return []
  const shares = Object.entries(feeds).map(([name, { coverage }]) => `${name} ${formatPercent(fraction(coverage), 0)}`)
  return [`sessions with a value of each feed: ${shares.join(', ')}`, '']
}

/** How the strategies go together, and whether that pays. */
function strategyLines({ strategies }: RunReport): string[] {
  if (strategies === undefined) return []
  const { names, matrix, active } = strategies.correlation
  const table = (title: string, rows: readonly (readonly number[])[]): string =>
    textTable(
      [title, ...names.map((name) => name.replace('strategy ', ''))],
      names.map((name, i) => [name, ...rows[i].map((value) => formatRatio(ratio(value)))]),
    )
  const than = strategies.comparisons.map((comparison) => [
    comparison.than,
    ...[comparison.difference, comparison.low, comparison.high].map((value) => formatRatio(ratio(value))),
  ])
  return [
    table('correlation of daily returns', matrix),
    '',
    table('of returns over equal weight', active),
    '',
    textTable(['Sharpe of all together less that of', 'difference', 'low', 'high'], than),
    strategies.verdict,
    '',
  ]
}

/** What the portfolios were traded with, and what inverse funds and cash distributions did. */
function termLines({ conventions, distributions, shorts }: RunReport): string[] {
  const { fill, costBps, riskFree } = conventions
  const further = termsBeyondDefaults(conventions)
  const usual = `traded at the next ${fill}, ${costBps} bp on traded value; Sharpe over ${formatPercent(fraction(riskFree))} a year`
  const lines = [usual, ...(further.length === 0 ? [] : [`ledger: ${further.join(', ')}`])]
  if (shorts !== undefined) lines.push(shortsText(shorts))
  if (distributions === undefined) return lines
  const [inCash, bought, gap] = [distributions.cash, distributions.reinvested, distributions.difference].map((value) =>
    formatPercent(fraction(value), 2),
  )
  const portfolio = `distributions in cash: CAGR net ${inCash}, ${bought} if reinvested, difference ${gap}`
  return [
    ...lines,
    portfolio,
    ...(distributions.funds === undefined ? [] : [fundDistributionsText(distributions.funds)]),
  ]
}

/** Why the ensemble's portfolio did otherwise than the benchmark weights: the sectors that did most, and the rest. */
function activeLines({ brinson: { whole } }: RunReport): string[] {
  const [active, selection, interaction, other] = [
    whole.net - whole.benchmark,
    whole.selection,
    whole.interaction,
    whole.other,
  ].map((value) => formatPercent(fraction(value)))
  const sectors = Object.entries(whole.sectors).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const largest = sectors.slice(0, MOST_SECTORS).map(([sector, value]) => `${sector} ${formatPercent(fraction(value))}`)
  const within = [selection, interaction].every((text) => text === '0.0%')
    ? ''
    : `, selection ${selection}, interaction ${interaction}`
  const allocation = `allocation ${formatPercent(fraction(whole.allocation))} (most: ${largest.join(', ')})`
  const costs = `costs, interest and fees ${other}`
  return [`total return less that of the benchmark weights: ${active} = ${allocation}${within}, ${costs}`]
}

/** A run's report as a person reads it in a terminal. */
export function reportText(report: RunReport & { readonly artifacts: Artifacts }): string {
  const { experiment, data, horizon, folds, warnings, verdict, now, instruments, artifacts } = report
  const source = data.simulated ? 'SIMULATED MARKET' : `${data.symbols.length} symbols`
  return [
    `${experiment}: ${source}, ${data.from} to ${data.to}, ${folds} folds, next ${horizon} sessions`,
    '',
    ...feedLines(report),
    modelTable(report.models, data.simulated),
    '',
    portfolioTable(report, data.simulated),
    ...termLines(report),
    ...activeLines(report),
    '',
    verdict,
    '',
    ...strategyLines(report),
    ...warnings.flatMap((warning) => [`Warning: ${warning}`, '']),
    holdText(now, data.simulated),
    '',
    ...(instruments === undefined ? [] : [instrumentsText(instruments), '']),
    ...Object.entries(artifacts).map(([name, path]) => `${name.padEnd(14)} ${path}`),
    '',
    report.notice,
  ].join('\n')
}
