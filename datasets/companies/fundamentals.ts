import { parseSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { observationsOf, type Observation, type Observations } from '../../src/panel/observations.js'
import type { DataFolder } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'
import { FUNDAMENTAL_FIELDS, type FundamentalField } from './fundamental-fields.js'
import { parseFundamentalSnapshot, type FundamentalNote, type FundamentalSnapshot } from './fundamental-snapshot.js'
import type { FundamentalUnits } from './fundamental-units.js'

/** Company figures through time, each with the day on which it was known. */
export interface FundamentalStore {
  /** In order of the day on which they were known. */
  readonly snapshots: readonly FundamentalSnapshot[]
  /** By field, then by symbol: valid and known are the snapshot's day; what was not published has no observation. */
  readonly fields: ReadonlyMap<FundamentalField, ReadonlyMap<string, Observations>>
  /** What was odd, file by file. */
  readonly notes: readonly FundamentalNote[]
}

const FILE = /^(\d{4}-\d{2}-\d{2})\.csv$/

/**
 * Snapshots of company figures in a folder: files `YYYY-MM-DD.csv`, named by the day on which they were known. Other files are not
 * looked at. Whoever joins the values to sessions should give a greatest age: snapshots may lie years apart.
 * @param units - units of all files; found file by file when absent
 * @throws DataError when there is no such file, or when one can not be read
 */
export function readFundamentals(folder: DataFolder, units?: FundamentalUnits): FundamentalStore {
  const snapshots = folder.list().flatMap((name): FundamentalSnapshot[] => {
    const date = FILE.exec(name)?.[1]
    if (date === undefined) return []
    const source = folder.read(name)
    const known = parseSession(date)
    if (Number.isNaN(known)) throw new DataError({ file: source.file }, `${quoted(date)} in its name is not a date`)
    return [parseFundamentalSnapshot(source, known, units)]
  })
  if (snapshots.length === 0) throw new DataError({ file: folder.root }, 'holds no file YYYY-MM-DD.csv')
  return {
    snapshots,
    fields: new Map(FUNDAMENTAL_FIELDS.map((field) => [field, observationsBySymbol(snapshots, field)])),
    notes: snapshots.flatMap(({ notes }) => notes),
  }
}

function observationsBySymbol(
  snapshots: readonly FundamentalSnapshot[],
  field: FundamentalField,
): Map<string, Observations> {
  const lists = new Map<string, Observation[]>()
  for (const { known, companies } of snapshots)
    for (const [symbol, company] of companies) {
      if (Number.isNaN(company[field])) continue
      const list = lists.get(symbol) ?? []
      list.push({ valid: known, known, value: company[field] })
      lists.set(symbol, list)
    }
  return new Map([...lists].map(([symbol, list]) => [symbol, observationsOf(`${field}.${symbol}`, list)]))
}
