import { ConfigError } from '../../src/core/errors.js'
import { quoted } from '../text/quoted.js'

/**
 * Checks a name of a source.
 * @param pattern - what the whole name has to match
 * @param example - shown when it does not
 * @throws ConfigError for anything else, and for names with two dots in a row
 */
export function checkedName(text: string, pattern: RegExp, what: string, example: string): string {
  if (!pattern.test(text) || text.includes('..'))
    throw new ConfigError(`${what} ${quoted(text)} is not a name of this source, expected one like ${example}`)
  return text
}

/**
 * A symbol as part of a file name: `^` and `=` become `_` (`^GSPC` is `_GSPC.csv`, `EURUSD=X` is `EURUSD_X.csv`), all else stays.
 * Symbols do not hold `_` themselves; where two would still share a file, the second one is refused.
 */
export function symbolStem(symbol: string): string {
  return symbol.replace(/[\^=]/g, '_')
}
