import type { BarFault, OnBarFault } from '../../datasets/bars/bar-fault.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { keepSessions } from '../../src/panel/bars.js'
import type { SourcedBars } from './assemble-panel.js'

/** A row that an experiment leaves out. */
export interface DroppedRow {
  readonly symbol: string
  readonly date: string
}

/** What an experiment says of rows: which to leave out, and what becomes of rows at fault. */
export interface RowPolicy {
  /** For a reader of bars. @throws DataError for a fault that is not to be left out */
  readonly onFault: OnBarFault
  /**
   * All bars that were read, without the rows to be dropped. A row at fault counts as dropped when it was left out.
   * @throws DataError when there is no such row, ConfigError when its symbol was not read
   */
  dropFrom<T extends SourcedBars>(sources: readonly T[]): T[]
  /** What was left out so far, one line each. */
  leftOut(): readonly string[]
}

/**
 * @param dropped - rows named one by one
 * @param faults - whether other rows at fault end the run or are left out and listed
 */
export function rowPolicy(dropped: readonly DroppedRow[], faults: 'refuse' | 'leave-out'): RowPolicy {
  const faulty: BarFault[] = []
  const daysOf = (symbol: string): number[] =>
    dropped.filter((row) => row.symbol === symbol).map(({ date }) => parseSession(date))
  const requireRow = ({ file, bars }: SourcedBars, day: number): void => {
    const isFaulty = faulty.some(({ symbol, date }) => symbol === bars.symbol && date === day)
    if (!isFaulty && !bars.dates.includes(day))
      throw new DataError({ file, field: 'Date' }, `has no row ${formatSession(day)}, which the experiment drops`)
  }
  return {
    onFault(fault) {
      const isDropped = fault.date !== undefined && daysOf(fault.symbol).includes(fault.date)
      const { file, line, field, problem } = fault
      if (!isDropped && faults === 'refuse') throw new DataError({ file, line, field }, problem)
      faulty.push(fault)
    },
    dropFrom(sources) {
      const symbols = sources.map(({ bars }) => bars.symbol)
      const unread = dropped.find(({ symbol }) => !symbols.includes(symbol))
      if (unread !== undefined)
        throw new ConfigError(
          `data.drop: "${unread.symbol}" is no symbol of the data, the nearest is "${nearestName(unread.symbol, symbols) ?? ''}"`,
        )
      return sources.map((source) => {
        const days = daysOf(source.bars.symbol)
        for (const day of days) requireRow(source, day)
        return days.length === 0
          ? source
          : { ...source, bars: keepSessions(source.bars, (session) => !days.includes(session)) }
      })
    },
    leftOut: () =>
      faulty.map(({ symbol, date, line, field, problem }) => {
        const day = date === undefined ? '' : ` ${formatSession(date)}`
        return `${symbol}${day} line ${line} ${field}: ${problem}`
      }),
  }
}
