import { parsePolicyUncertaintyWorkbook } from '../macro/policy-uncertainty.js'
import type { DataFile } from '../text/data-folder.js'
import { inspectSeries } from './dated-series.js'
import { coverageOf, type Inspected } from './inspection.js'

/** Inspects a workbook of monthly indices. @throws DataError as its reader does */
export function inspectWorkbook(file: DataFile): Inspected {
  const name = file.file
  const all = parsePolicyUncertaintyWorkbook(file)
  const longest = Math.max(0, ...all.map(({ valid }) => valid.length))
  return {
    rows: longest,
    findings: all.flatMap((series) => inspectSeries({ file: name, series, lineOf: (i) => i + 2 })),
    coverage: all.map(({ name: symbol, valid }) =>
      coverageOf(name, symbol, { first: valid[0], last: valid[valid.length - 1] }),
    ),
  }
}
