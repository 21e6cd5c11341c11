import { isTicker } from '../datasets/bars/ticker.js'
import { quoted } from '../datasets/text/quoted.js'
import { counted } from './feature-text.js'

/** Rows at fault that are told one by one. */
const ROWS_SHOWN = 5

/**
 * Tells of files that stand where bars do, but whose names hold no symbol.
 * @param names - files of the folder
 * @param pattern - name of a symbol's file, with one `{symbol}`
 * @returns a line, or none
 */
export function strangeNamesNote(names: readonly string[], pattern: string): string[] {
  const [before, after] = pattern.split('{symbol}')
  const strange = names.filter((name) => {
    const symbol = name.slice(before.length, name.length - after.length)
    // Files in folders below are not meant.
    return name === before + symbol + after && symbol !== '' && !symbol.includes('/') && !isTicker(symbol)
  })
  if (strange.length === 0) return []
  const first = strange.length === 1 ? '' : 'the first is '
  return [`${counted(strange.length, 'file')} left out for a name that is no symbol: ${first}${quoted(strange[0])}`]
}

/**
 * Tells how many rows were left out, and the first of them.
 * @param rows - a line for each
 */
export function leftOutNotes(rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  const count = rows.length > ROWS_SHOWN ? `, the first ${ROWS_SHOWN}` : ''
  return [`${counted(rows.length, 'row')} at fault left out${count}:`, ...rows.slice(0, ROWS_SHOWN)]
}

/** Tells of symbols without a sector. */
export function unknownSectorsNote(count: number): string[] {
  if (count === 0) return []
  if (count === 1) return ['1 symbol is of no known sector: it counts as a sector of its own']
  return [`${count} symbols are of no known sector: they count as one sector among themselves`]
}
