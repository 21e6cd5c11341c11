import { sectorOf } from '../../datasets/registry/sectors.js'
import { vn30SectorOf, vn30Symbols } from '../../datasets/registry/vietnam.js'
import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'

/** Maps of stocks to sectors that the registry holds, by name. */
const STOCK_MAPS = new Map<string, () => ReadonlyMap<string, string>>([
  ['vn30', () => new Map(vn30Symbols.map((symbol): [string, string] => [symbol, vn30SectorOf(symbol)]))],
])

/**
 * Sector ids of stocks: as an experiment lists them, or a map of the registry by its name.
 * @throws ConfigError for an unknown map or sector, with the nearest
 */
export function stockMapOf(stocks: string | Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  if (typeof stocks !== 'string')
    return new Map(Object.entries(stocks).map(([symbol, name]): [string, string] => [symbol, sectorOf(name).id]))
  const map = STOCK_MAPS.get(stocks)
  if (map !== undefined) return map()
  const nearest = nearestName(stocks, [...STOCK_MAPS.keys()])
  throw new ConfigError(`map of stocks "${stocks}" is unknown, the nearest is "${nearest ?? ''}"`)
}
