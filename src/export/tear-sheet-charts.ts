import { drawdowns } from '../risk/drawdown.js'
import { totalReturn } from '../risk/growth.js'
import { sharpeRatio } from '../risk/ratios.js'
import { beta } from '../risk/regression.js'
import { rolling } from '../risk/rolling.js'
import { volatility } from '../risk/volatility.js'
import type { Markup } from './escape.js'
import { panel, paragraph } from './html-page.js'
import type { ChartLine } from './line-chart.js'
import { chartFigure } from './report-parts.js'
import { curveLabel, curveReturns, CURVES, type CurveName, type TearSheet } from './tear-sheet-content.js'

const lineOf = (sheet: TearSheet, curve: CurveName, values: Float64Array): ChartLine => ({
  label: curveLabel(curve, sheet),
  values,
})

/** Growth of 1 and the loss from the peak. */
export function overTimeSection(sheet: TearSheet): Markup {
  const { dates, equity, simulated } = sheet
  const growth = CURVES.map((curve) =>
    lineOf(
      sheet,
      curve,
      equity[curve].map((value) => value / equity[curve][0]),
    ),
  )
  const losses = (['net', 'equalWeight', 'benchmark'] as const).map((curve) =>
    lineOf(sheet, curve, dates.length === 0 ? new Float64Array(0) : startingAt0(drawdowns(curveReturns(sheet, curve)))),
  )
  const common = { dates, simulated }
  return panel(
    'Over time',
    chartFigure({
      ...common,
      title: 'Equity',
      lines: growth,
      yLabel: 'Growth of 1, logarithmic',
      logScale: true,
    }),
    chartFigure({
      ...common,
      title: 'Drawdown',
      lines: losses,
      yLabel: 'Loss from the peak, filled: net of costs',
      percent: true,
      fillFirst: true,
    }),
  )
}

function startingAt0(values: Float64Array): Float64Array {
  return Float64Array.of(0, ...values)
}

/** Return, Sharpe ratio, volatility and beta of the year that ends at each session. */
export function rollingSection(sheet: TearSheet): Markup {
  const { dates, simulated, terms } = sheet
  const window = Math.max(2, Math.round(terms.sessionsPerYear))
  const convention = { periodsPerYear: terms.sessionsPerYear, riskFreeAnnual: terms.riskFree }
  const curves = ['net', 'equalWeight', 'benchmark'] as const
  const returns = { net: curveReturns(sheet, 'net'), equalWeight: curveReturns(sheet, 'equalWeight') }
  const all = { ...returns, benchmark: curveReturns(sheet, 'benchmark') }
  const nPeriods = all.net.length
  if (nPeriods < window)
    return panel(
      'Rolling year',
      paragraph(`The backtest has ${nPeriods} returns: too few for a window of ${window} sessions.`),
    )
  // The axis begins with the first whole window.
  const whole = (values: Float64Array): Float64Array => values.subarray(window - 1)
  const lines = (metric: (part: Float64Array) => number): ChartLine[] =>
    curves.map((curve) => lineOf(sheet, curve, whole(rolling([all[curve]], window, metric))))
  const betas = (['net', 'equalWeight'] as const).map((curve) =>
    lineOf(sheet, curve, whole(rolling([all[curve], all.benchmark], window, beta))),
  )
  const common = { dates: dates.subarray(window), simulated }
  const yLabel = `Windows of ${window} sessions`
  const charts = [
    { title: 'Rolling return', yLabel, percent: true, lines: lines(totalReturn) },
    { title: 'Rolling Sharpe ratio', yLabel, lines: lines((part) => sharpeRatio(part, convention)) },
    {
      title: 'Rolling volatility',
      yLabel: `${yLabel}, per year`,
      percent: true,
      lines: lines((part) => volatility(part, terms.sessionsPerYear)),
    },
    { title: `Rolling beta to ${sheet.benchmark}`, yLabel, lines: betas },
  ]
  return panel('Rolling year', ...charts.map((chart) => chartFigure({ ...common, ...chart })))
}
