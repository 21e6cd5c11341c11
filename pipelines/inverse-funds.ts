import { inverseFundOf, type InverseFund } from '../datasets/registry/instruments.js'
import type { Experiment } from './experiment-schema.js'
import { universeFamily } from './universe-family.js'
import type { YamlSource } from './yaml-source.js'

/** Symbols of a universe of funds; none where sectors are made of stocks or simulated. */
function fundsOf({ universe }: Experiment): readonly string[] {
  if (universe === undefined) return []
  if ('sectors' in universe) return Object.keys(universe.sectors)
  return universeFamily(universe)?.members.map(({ symbol }) => symbol) ?? []
}

/** The inverse fund that shorts of an asset are carried out with, by the asset; none where the experiment shorts directly. */
export function inverseFunds(experiment: Experiment): ReadonlyMap<string, InverseFund> {
  if (experiment.backtest.shorts === 'direct') return new Map()
  return new Map(
    fundsOf(experiment).flatMap((asset) => {
      const fund = inverseFundOf(asset)
      return fund === undefined ? [] : [[asset, fund] as const]
    }),
  )
}

/** Names of the funds as a reader needs them, by symbol: "SMN (simulated -2x XLB)", "-3x/-2x" where that changed. */
export function inverseFundLabels(experiment: Experiment): ReadonlyMap<string, string> {
  return new Map(
    [...inverseFunds(experiment)].map(([asset, { symbol, leverage, later }]) => {
      const changed = later === undefined ? '' : `/${later.leverage}x`
      return [symbol, `${symbol} (simulated ${leverage}x${changed} ${asset})`]
    }),
  )
}

/** What of the ledger's terms a simulated fund has not. */
function checkTerms({ backtest }: Experiment, source: YamlSource): void {
  const { perShare, impact, maxParticipation } = backtest.costs
  const lacks = (key: string, what: string): Error =>
    source.errorAt(['backtest', 'costs', key], `with backtest.shorts "inverse" funds are simulated and have no ${what}`)
  if (impact > 0) throw lacks('impact', 'volume to measure orders by')
  if (maxParticipation !== undefined) throw lacks('maxParticipation', 'volume to measure orders by')
  if (perShare > 0) throw lacks('perShare', 'price a share of their own, expected costs by value')
}

/**
 * Checks that shorts can be carried out as the experiment wants them.
 * @throws ConfigError naming file, line and field
 */
export function checkShorts(experiment: Experiment, source: YamlSource): void {
  if (experiment.backtest.shorts === 'direct') return
  const funds = inverseFunds(experiment)
  if (funds.size === 0)
    throw source.errorAt(
      ['backtest', 'shorts'],
      '"inverse" needs a universe that has inverse funds: Select Sector SPDRs, as family or one by one',
    )
  checkTerms(experiment, source)
  const assets = fundsOf(experiment)
  const twice = [...funds.values()].find(({ symbol }) => assets.includes(symbol))
  if (twice !== undefined)
    throw source.errorAt(['universe'], `"${twice.symbol}" is simulated as an inverse fund and can not be an asset too`)
  const missing = assets.filter((asset) => !funds.has(asset))
  if (missing.length > 0 && experiment.backtest.inverseFunds.missing === 'refuse')
    throw source.errorAt(
      ['backtest', 'inverseFunds', 'missing'],
      `"refuse", and ${missing.join(', ')} has no inverse fund, expected "keep" to borrow and sell it`,
    )
}
