import { parseSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { History, HistoryRow } from './answer.js'

/** A row of daily or monthly numbers: its date as YYYY-MM-DD and one value per field. */
export interface DatedRow {
  readonly date: string
  readonly values: readonly number[]
}

/**
 * Rows by date.
 * @throws DataError when a date does not ascend: such an answer can not be compared with another
 */
export function historyOfRows(fields: readonly string[], rows: readonly DatedRow[], label: string): History {
  const history = new Map<string, HistoryRow>()
  let last = -Infinity
  for (const { date, values } of rows) {
    const session = parseSession(date)
    if (!(session > last)) throw new DataError({ file: label, field: date }, 'the dates do not ascend')
    last = session
    history.set(date, { block: '', fields, values })
  }
  return history
}
