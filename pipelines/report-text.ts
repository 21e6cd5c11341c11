import { textTable } from '../src/export/text-table.js'
import type { Artifacts } from './export-run.js'
import { formatFixed, formatPercentage } from './format.js'
import type { HoldNow } from './hold-now.js'
import { modelTable } from './model-report.js'
import type { RunReport } from './report.js'

function portfolioTable({ portfolios }: RunReport, simulated: boolean): string {
  const rows = Object.entries(portfolios).map(([name, { gross, net, turnover }]) => [
    name,
    formatPercentage(gross.cagr, 2),
    formatPercentage(net.cagr, 2),
    formatPercentage(net.volatility, 1),
    formatFixed(gross.sharpe, 2),
    formatFixed(net.sharpe, 2),
    formatFixed(net.sortino, 2),
    formatPercentage(net.maxDrawdown, 1),
    String(net.longestUnderWater),
    formatPercentage(turnover, 0),
  ])
  const header = [
    simulated ? 'portfolio (simulated)' : 'portfolio',
    'CAGR gross',
    'net',
    'vol.',
    'Sharpe gross',
    'net',
    'Sortino',
    'max DD',
    'under water',
    'turnover',
  ]
  return textTable(header, rows)
}

/** What to hold now, for people. */
export function holdText({ asOf, reason, equity, lines }: HoldNow, simulated: boolean): string {
  const rows = lines.map(({ symbol, sector, weight, current, shares, amount }) => [
    symbol,
    sector,
    formatPercentage(weight, 1),
    formatPercentage(current, 1),
    symbol === 'CASH' ? '' : formatFixed(shares, 2),
    formatFixed(amount, 2),
  ])
  const title = `Hold after the close of ${asOf}${simulated ? ' (simulated)' : ''}: ${reason}; equity ${formatFixed(equity, 2)}`
  return [title, textTable(['symbol', 'sector', 'target', 'current', 'trade shares', 'trade amount'], rows)].join('\n')
}

/** A run's report as a person reads it in a terminal. */
export function reportText(report: RunReport & { readonly artifacts: Artifacts }): string {
  const { experiment, data, horizon, folds, conventions, verdict, now, artifacts } = report
  const source = data.simulated ? 'SIMULATED MARKET' : `${data.symbols.length} symbols`
  const { fill, costBps, riskFree } = conventions
  return [
    `${experiment}: ${source}, ${data.from} to ${data.to}, ${folds} folds, next ${horizon} sessions`,
    '',
    modelTable(report.models, data.simulated),
    '',
    portfolioTable(report, data.simulated),
    `traded at the next ${fill}, ${costBps} bp on traded value; Sharpe over ${formatPercentage(riskFree, 1)} a year`,
    '',
    verdict,
    '',
    holdText(now, data.simulated),
    '',
    ...Object.entries(artifacts).map(([name, path]) => `${name.padEnd(14)} ${path}`),
    '',
    report.notice,
  ].join('\n')
}
