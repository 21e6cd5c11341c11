import { formatSession } from '../../src/core/calendar.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { DatedSeries } from '../macro/dated-series.js'
import { parseShiller } from '../macro/shiller.js'
import { parseCsvTable } from '../text/csv-table.js'
import { coverageOf, type Inspected, type InspectedText } from './inspection.js'

/** Runs of missing values as [first, last] positions. */
function missingRuns({ values }: DatedSeries): [number, number][] {
  const runs: [number, number][] = []
  for (let start = 0; start < values.length; start++) {
    if (!Number.isNaN(values[start])) continue
    let end = start
    while (end + 1 < values.length && Number.isNaN(values[end + 1])) end++
    runs.push([start, end])
    start = end
  }
  return runs
}

/**
 * Inspects Shiller's monthly data: 0.0 stands for values that are missing, one finding a run and column.
 * @throws DataError as its reader does
 */
export function inspectShiller({ name, text }: InspectedText): Inspected {
  const all = parseShiller(text, name)
  const table = parseCsvTable(text, name)
  const findings = all.flatMap((series) =>
    missingRuns(series).map(([start, end]): Finding => {
      const { valid } = series
      const months = [valid[start], valid[end]].map((day) => formatSession(day).slice(0, 7))
      const place = { file: name, line: table.lineOf(start), date: valid[start], symbol: series.name }
      const detail = `0.0 stands for a missing value in ${end - start + 1} months, ${months[0]} to ${months[1]}`
      return findingOf('missing-code', place, detail)
    }),
  )
  const coverage = all.map((series) => {
    const { name: symbol, valid } = series
    const gaps = missingRuns(series).map(([start, end]) => ({
      first: valid[start],
      last: valid[end],
      missing: end - start + 1,
    }))
    return coverageOf(name, symbol, { first: valid[0], last: valid[valid.length - 1], gaps })
  })
  return { rows: all[0].valid.length, findings, coverage }
}
