import { join } from 'node:path'
import { z } from 'zod'
import { parseSession } from '../src/core/calendar.js'
import { ArtifactError } from '../src/core/errors.js'
import type { MeasuredCurve, TearSheet, TearSheetDecision } from '../src/export/tear-sheet-content.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { readText, RUN_FILES } from './artifacts.js'
import type { Experiment } from './experiment-schema.js'
import type { PerformanceRecord } from './performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import type { RunReport } from './report.js'
import { sectorNames } from './universe-family.js'

/** What a tear sheet wants of a decision; the log holds more. */
const decisionSchema = z.looseObject({
  date: z.iso.date(),
  reason: z.string(),
  weights: z.record(z.string(), z.number()),
})

/** The symbol and, where it has another name, the sector's: "XLE Energy". */
function labelsOf({ assets, sectors }: PerformanceRecord, { universe }: Experiment): string[] {
  const nameOf = sectorNames(universe)
  return assets.map((symbol, i) => {
    const name = nameOf(sectors[i])
    return name.toLowerCase() === symbol.toLowerCase() ? name : `${symbol} ${name}`
  })
}

/**
 * The decisions of the log in the run folder.
 * @param labelOf - of a symbol
 * @throws ConfigError when there is no log, ArtifactError naming the line that is no record of one
 */
function readDecisions(folder: string, labelOf: (symbol: string) => string): TearSheetDecision[] {
  const lines = readText(folder, RUN_FILES.decisions)
    .split('\n')
    .filter((line) => line !== '')
  return lines.map((line, i) => {
    const parsed = decisionSchema.safeParse(parsedLine(line))
    if (!parsed.success)
      throw new ArtifactError(`${join(folder, RUN_FILES.decisions)}:${i + 1}: is not a record of a decision`)
    const { date, reason, weights } = parsed.data
    return {
      date: parseSession(date),
      reason,
      weights: Object.entries(weights).map(([symbol, weight]) => ({ label: labelOf(symbol), weight })),
    }
  })
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/**
 * Everything that the tear sheet of the ensemble's portfolio says, from what the steps before left.
 * @throws ConfigError when the decision log is missing, ArtifactError when it is damaged
 */
export function tearSheetOf(
  folder: string,
  experiment: Experiment,
  report: RunReport,
  performance: PerformanceRecord,
): TearSheet {
  const { dates, net, gross, assets } = performance
  const labels = labelsOf(performance, experiment)
  const curve = (of: ReadonlyMap<string, Float64Array>, name: string): Float64Array =>
    of.get(name) ?? new Float64Array(dates.length).fill(NaN)
  const measured = (name: string, side: 'net' | 'gross'): MeasuredCurve => {
    // A folder of an older version may lack metrics: they read "n/a".
    const numbers = report.portfolios[name]?.[side] ?? {}
    return { values: numbers, ...('intervals' in numbers ? { intervals: numbers.intervals } : {}) }
  }
  const { data, conventions } = report
  return {
    title: report.experiment,
    hypothesis: report.hypothesis,
    simulated: data.simulated,
    verdict: report.verdict,
    warnings: report.warnings,
    benchmark: data.symbols.at(-1) ?? BENCHMARK,
    dates,
    equity: {
      net: curve(net, ENSEMBLE),
      gross: curve(gross, ENSEMBLE),
      equalWeight: curve(net, EQUAL_WEIGHT),
      benchmark: curve(net, BENCHMARK),
    },
    metrics: {
      net: measured(ENSEMBLE, 'net'),
      gross: measured(ENSEMBLE, 'gross'),
      equalWeight: measured(EQUAL_WEIGHT, 'net'),
      benchmark: measured(BENCHMARK, 'net'),
    },
    labels,
    weights: performance.weights,
    contributions: performance.contributions,
    decisions: readDecisions(folder, (symbol) => labels[assets.indexOf(symbol)] ?? symbol),
    traded: performance.traded,
    costs: performance.costs,
    terms: { ...conventions, level: experiment.report.level, turnover: report.portfolios[ENSEMBLE]?.turnover },
  }
}
