import { textTable } from '../src/export/text-table.js'
import type { Artifacts } from './export-run.js'
import { formatPercent, formatRatio, fraction, ratio } from '../src/risk/units.js'
import type { HoldInstruments } from './hold-instruments.js'
import type { HoldNow } from './hold-now.js'
import { modelTable } from './model-report.js'
import { termsBeyondDefaults } from './ledger-terms.js'
import type { RunReport } from './report.js'

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
export function instrumentsText({ instrument, lines, kept }: HoldInstruments): string {
  const rows = lines.map(({ symbol, weight }) => [symbol, formatPercent(fraction(weight))])
  if (instrument === 'inverse' && lines.every(({ weight }) => weight > 0) && kept.length === 0)
    return 'In instruments of kind inverse: nothing is short, so that no inverse fund is needed'
  const left = kept.length === 0 ? '' : `; nothing stands for ${kept.join(', ')}`
  return [`In instruments of kind ${instrument}${left}`, textTable(['symbol', 'weight'], rows)].join('\n')
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

/** What the portfolios were traded with, and what cash distributions did. */
function termLines({ conventions, distributions }: RunReport): string[] {
  const { fill, costBps, riskFree } = conventions
  const further = termsBeyondDefaults(conventions)
  const usual = `traded at the next ${fill}, ${costBps} bp on traded value; Sharpe over ${formatPercent(fraction(riskFree))} a year`
  const lines = [usual, ...(further.length === 0 ? [] : [`ledger: ${further.join(', ')}`])]
  if (distributions === undefined) return lines
  const [inCash, bought, gap] = [distributions.cash, distributions.reinvested, distributions.difference].map((value) =>
    formatPercent(fraction(value), 2),
  )
  return [...lines, `distributions in cash: CAGR net ${inCash}, ${bought} if reinvested, difference ${gap}`]
}

/** A run's report as a person reads it in a terminal. */
export function reportText(report: RunReport & { readonly artifacts: Artifacts }): string {
  const { experiment, data, horizon, folds, warnings, verdict, now, artifacts } = report
  const source = data.simulated ? 'SIMULATED MARKET' : `${data.symbols.length} symbols`
  return [
    `${experiment}: ${source}, ${data.from} to ${data.to}, ${folds} folds, next ${horizon} sessions`,
    '',
    ...feedLines(report),
    modelTable(report.models, data.simulated),
    '',
    portfolioTable(report, data.simulated),
    ...termLines(report),
    '',
    verdict,
    '',
    ...strategyLines(report),
    ...warnings.flatMap((warning) => [`Warning: ${warning}`, '']),
    holdText(now, data.simulated),
    '',
    ...Object.entries(artifacts).map(([name, path]) => `${name.padEnd(14)} ${path}`),
    '',
    report.notice,
  ].join('\n')
}
