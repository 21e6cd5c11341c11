import { join } from 'node:path'
import { CASH } from '../datasets/holdings-csv.js'
import { returnsOf } from '../src/backtest/returns-of.js'
import { buildHeatmap, type Heatmap } from '../src/export/heatmap.js'
import { heatmapHtml } from '../src/export/heatmap-html.js'
import { heatmapSvg } from '../src/export/heatmap-svg.js'
import type { InstrumentRow, ReportContent } from '../src/export/report-content.js'
import { reportHtml } from '../src/export/report-html.js'
import { scoreRecords, scoresCsv, scoresJson } from '../src/export/scores.js'
import { tearSheetHtml } from '../src/export/tear-sheet.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { decodeForecasts, forecastRange, type Forecasts } from '../src/forecast/forecasts.js'
import { drawdowns } from '../src/risk/drawdown.js'
import { inArtifact, RUN_FILES, writeArtifact } from './artifacts.js'
import { readPerformance, type PerformanceRecord } from './performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import type { Experiment } from './experiment-schema.js'
import type { HoldInstruments } from './hold-instruments.js'
import { readReport, type RunReport } from './report.js'
import { readRunHead } from './run-folder.js'
import { readPortfolio, tearSheetOf } from './tear-sheet.js'
import { sectorNames } from './universe-family.js'

/** Paths of a run's files by name; they open from the working directory. */
export type Artifacts = Readonly<Record<string, string>>

/** The ensemble's scores at the latest decisions and at the latest session. */
function heatmapOf(
  { name, universe, export: settings }: Experiment,
  forecasts: Forecasts,
  { decided }: PerformanceRecord,
): Heatmap {
  const latest = forecastRange(forecasts).end - 1
  const sessions = [...decided.filter((row) => row < latest).slice(-settings.heatmapColumns), latest]
  return buildHeatmap({
    dates: forecasts.dates,
    sectors: forecasts.sectors.map(sectorNames(universe)),
    symbols: forecasts.assets,
    scores: forecasts.scores[ENSEMBLE],
    confidence: forecasts.confidence,
    sessions,
    horizon: forecasts.horizon,
    title: `Sector rotation: ${name}`,
    simulated: forecasts.simulated,
    deadBand: settings.deadBand,
  })
}

function instrumentRows({ lines, cash }: HoldInstruments): InstrumentRow[] {
  const rows = lines.map(({ symbol, for: funds, leverage, weight, amount }): InstrumentRow => {
    const isItself = funds.length === 1 && funds[0] === symbol
    return { symbol, standsFor: isItself ? '' : `${leverage}x ${funds.join(', ')}`, weight, amount }
  })
  return [...rows, { symbol: CASH, standsFor: '', ...cash }]
}

function contentOf(
  report: RunReport,
  { universe }: Experiment,
  { dates, net }: PerformanceRecord,
  heatmap: Heatmap,
): ReportContent {
  const nameOf = sectorNames(universe)
  const shown = [ENSEMBLE, EQUAL_WEIGHT, BENCHMARK].map((name) => {
    const values = net.get(name) ?? new Float64Array(dates.length).fill(NaN)
    return { label: name, values: values.map((value) => value / values[0]) }
  })
  const losses = shown.map(({ label, values }) => {
    return { label, values: Float64Array.of(0, ...drawdowns(returnsOf({ equity: values }))) }
  })
  const { data, now, instruments, conventions } = report
  return {
    title: report.experiment,
    hypothesis: report.hypothesis,
    simulated: data.simulated,
    asOf: now.asOf,
    verdict: report.verdict,
    warnings: report.warnings,
    models: Object.entries(report.models).map(([name, model]) => ({ name, ...model })),
    portfolios: Object.entries(report.portfolios).map(([name, portfolio]) => ({ name, ...portfolio })),
    hold: now.lines.map(({ symbol, sector, weight, current, amount }) => ({
      symbol,
      sector: nameOf(sector),
      targetWeight: weight,
      currentWeight: current,
      trade: amount,
    })),
    ...(instruments === undefined ? {} : { instruments: instrumentRows(instruments) }),
    holdReason: now.reason,
    equity: { dates, lines: shown },
    drawdown: { dates, lines: losses },
    heatmap,
    feeds: Object.entries(report.feeds ?? {}).map(([name, feed]) => ({ name, ...feed })),
    facts: {
      dataFrom: data.from,
      dataTo: data.to,
      sessions: data.sessions,
      symbols: data.symbols.length,
      folds: report.folds,
      horizon: report.horizon,
      costBps: conventions.costBps,
      fill: conventions.fill,
      seed: report.seed,
    },
  }
}

/**
 * Third step of a run: scores, heatmap, report and tear sheet from what the steps before left in the run folder.
 * @returns the paths of all files that the run leaves people with
 * @throws ConfigError when a step before is missing, ArtifactError when a file is damaged
 */
export async function exportRun(folder: string): Promise<Artifacts> {
  const { parsed } = await readRunHead(folder)
  const { experiment } = parsed
  const forecasts = inArtifact(folder, RUN_FILES.forecasts, decodeForecasts)
  const report = readReport(folder)
  const performance = readPerformance(folder)

  const records = scoreRecords(forecasts, { deadBand: experiment.export.deadBand })
  writeArtifact(folder, RUN_FILES.scoresJson, scoresJson(experiment.name, forecasts.simulated, records))
  writeArtifact(folder, RUN_FILES.scoresCsv, scoresCsv(records))
  const heatmap = heatmapOf(experiment, forecasts, performance)
  writeArtifact(folder, RUN_FILES.heatmapSvg, heatmapSvg(heatmap))
  writeArtifact(folder, RUN_FILES.heatmapHtml, heatmapHtml(heatmap, { subtitle: experiment.hypothesis }))
  writeArtifact(folder, RUN_FILES.reportHtml, reportHtml(contentOf(report, experiment, performance, heatmap)))
  writeArtifact(folder, RUN_FILES.tearSheet, tearSheetHtml(tearSheetOf(folder, experiment, report, performance)))

  const names = [
    RUN_FILES.scoresJson,
    RUN_FILES.scoresCsv,
    RUN_FILES.weights,
    RUN_FILES.decisions,
    RUN_FILES.trades,
    RUN_FILES.events,
    RUN_FILES.equity,
    RUN_FILES.portfolios,
    RUN_FILES.heatmapSvg,
    RUN_FILES.heatmapHtml,
    RUN_FILES.reportHtml,
    RUN_FILES.tearSheet,
    RUN_FILES.report,
  ]
  return Object.fromEntries(names.map((name) => [name, join(folder, name)]))
}

/**
 * The tear sheet of another portfolio than the ensemble's, from what the second step left.
 * @param portfolio - name as in the report
 * @returns the path of the sheet
 * @throws ConfigError for an unknown portfolio or a step that is missing, ArtifactError when a file is damaged
 */
export async function exportTearSheet(folder: string, portfolio: string): Promise<Artifacts> {
  const { parsed } = await readRunHead(folder)
  const report = readReport(folder)
  const performance = readPortfolio(folder, portfolio)
  // One space at most, before a strategy's name: names have none, so that no two portfolios share a sheet.
  const name = `${RUN_FILES.tearSheets}/${portfolio.replace(' ', '-')}.html`
  const sheet = tearSheetOf(folder, parsed.experiment, report, performance, portfolio)
  writeArtifact(folder, name, tearSheetHtml(sheet))
  return { [name]: join(folder, name) }
}
