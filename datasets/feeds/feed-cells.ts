import { ConfigError, DataError, type DataLocation } from '../../src/core/errors.js'
import { sectorOf } from '../registry/sectors.js'
import { quoted } from '../text/quoted.js'
import { publicationOf, type Market, type Publication, type Zone } from './market-time.js'

/**
 * A cell of publication.
 * @param clock - the market whose close counts (New York when absent), and the zone of times that have no offset
 * @throws DataError when it is no day or time, or a time without a zone
 */
export function readPublication(
  text: string | null,
  { market = 'new-york', zone }: { readonly market?: Market; readonly zone?: Zone },
  where: DataLocation,
): Publication {
  const published = publicationOf(text ?? '', market, zone)
  if (typeof published === 'object') return published
  const shown = quoted(text ?? '')
  if (published === 'no-zone')
    throw new DataError(where, `${shown} has no time zone, expected "Z" or an offset behind it, or a stated zone`)
  if (published === 'too-early')
    throw new DataError(where, `${shown} can not be put on the clock of New York before 1967, expected a date`)
  throw new DataError(
    where,
    `${shown} is no day or time of publication, expected YYYY-MM-DD or YYYY-MM-DDThh:mm with a zone`,
  )
}

/**
 * A cell that says whom a value is about: a symbol, or the canonical id of a sector.
 * @throws DataError when it is blank, or an unknown sector
 */
export function readKey(text: string | null, areSectors: boolean, where: DataLocation): string {
  if (text === null) throw new DataError(where, 'is blank')
  if (!areSectors) return text
  try {
    return sectorOf(text).id
  } catch (error) {
    if (error instanceof ConfigError) throw new DataError(where, error.message)
    throw error
  }
}
