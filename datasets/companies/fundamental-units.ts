import { DataError } from '../../src/core/errors.js'
import { median } from '../../src/core/statistics.js'
import { parseNumber } from '../text/cells.js'

/** Units of one file: they changed through the years, and no file names them. */
export interface FundamentalUnits {
  /** Market capitalisation and EBITDA; values with a suffix (63.802B, 7.5M) say it themselves. */
  readonly money: 'suffixed' | 'billions' | 'dollars'
  readonly dividendYield: 'percent' | 'fraction'
}

const SUFFIXES: Readonly<Record<string, string>> = { K: 'e3', M: 'e6', B: 'e9', T: 'e12' }
const SUFFIXED = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))([KMBT])$/

/** Under so many values a median says nothing about units. */
const FEWEST = 20

/**
 * Dollars of a cell. The decimal point is moved in the text, so that 63.802B is exactly 63802000000.
 * @returns NaN when the cell is no number
 */
export function parseMoney(cell: string, money: FundamentalUnits['money']): number {
  const match = SUFFIXED.exec(cell.trim())
  if (match !== null) return parseNumber(`${match[1]}${SUFFIXES[match[2]]}`)
  const value = parseNumber(cell)
  if (money === 'dollars' || Number.isNaN(value)) return value
  return /e/i.test(cell) ? value * 1e9 : parseNumber(`${cell.trim()}e9`)
}

/**
 * Units by what the values are. Members of a large index are worth billions: a median market capitalisation of a million or more is
 * in dollars, one of up to a hundred thousand in billions of dollars. Their median dividend yield lies between 0.2 % and 20 %: a
 * number above 0.2 is in percent, any other a fraction.
 * @param caps - market capitalisations as they are written
 * @param yields - dividend yields above zero, as they are written
 * @throws DataError when there are too few values to tell, or when they fit neither unit
 */
export function detectUnits(file: string, caps: readonly string[], yields: readonly number[]): FundamentalUnits {
  const plain = caps.filter((cell) => !SUFFIXED.test(cell)).map(parseNumber)
  const values = plain.filter((value) => value > 0)
  const suffixed = caps.length - plain.length
  if (Math.max(suffixed, values.length) < FEWEST || yields.length < FEWEST)
    throw new DataError({ file }, `holds fewer than ${FEWEST} market caps or dividend yields: state their units`)
  const dividendYield = median(yields) > 0.2 ? 'percent' : 'fraction'
  if (suffixed > 0) {
    if (values.length > 0)
      throw new DataError(
        { file, field: 'Market Cap' },
        `${values.length} values have no unit behind them, ${suffixed} have`,
      )
    return { money: 'suffixed', dividendYield }
  }
  const middle = median(values)
  if (middle > 1e5 && middle < 1e6)
    throw new DataError({ file, field: 'Market Cap' }, `median ${middle} is neither dollars nor billions of dollars`)
  return { money: middle >= 1e6 ? 'dollars' : 'billions', dividendYield }
}
