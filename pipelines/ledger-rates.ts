import { z } from 'zod'
import { symbol } from '../datasets/text/schema-parts.js'
import { nearestName } from '../src/core/nearest.js'
import type { YamlSource } from './yaml-source.js'

/** One rate of everything that is traded, or rates by symbol: `default` stands for the symbols that are not named, 0 where it is left out. */
type GivenRates = number | Readonly<Record<string, number>>

/** What of an experiment's terms has to do with rates. */
interface RatedTerms {
  readonly costBps: number
  readonly costs: { readonly halfSpreadBps: GivenRates }
  readonly borrowRate: GivenRates
}

const DEFAULT = 'default'
const BASIS_POINTS = 10_000

/** Rates as an experiment may give them: `2`, or `{ default: 2, XLRE: 5 }`. */
export function ratesSchema(most: number): z.ZodDefault<z.ZodType<GivenRates, GivenRates>> {
  const rate = z.number().min(0).max(most)
  return z.union([rate, z.record(symbol, rate)]).default(0)
}

function rateOf(given: GivenRates, name: string): number {
  if (typeof given === 'number') return given
  return Object.hasOwn(given, name) ? given[name] : Object.hasOwn(given, DEFAULT) ? given[DEFAULT] : 0
}

/** The rates of symbols, in their order; one number where all have the same. */
export function ratesOf(given: GivenRates, symbols: readonly string[]): number | number[] {
  if (typeof given === 'number') return given
  const rates = symbols.map((name) => rateOf(given, name))
  return rates.length > 0 && rates.every((rate) => rate === rates[0]) ? rates[0] : rates
}

/** What an order costs in proportion to its value, as a fraction: of all symbols where it is the same, otherwise [nSymbols]. */
export function tradingCostRate(
  { costBps, costs }: Pick<RatedTerms, 'costBps' | 'costs'>,
  symbols: readonly string[],
): number | Float64Array {
  const spreads = ratesOf(costs.halfSpreadBps, symbols)
  if (typeof spreads === 'number') return (costBps + spreads) / BASIS_POINTS
  return Float64Array.from(spreads, (spread) => (costBps + spread) / BASIS_POINTS)
}

/** Rates for a person: "2 (XLRE 5, XLU 3)". */
export function ratesText(given: GivenRates): string {
  if (typeof given === 'number') return String(given)
  const named = Object.entries(given).flatMap(([name, rate]) => (name === DEFAULT ? [] : [`${name} ${rate}`]))
  const others = String(rateOf(given, DEFAULT))
  return named.length === 0 ? others : `${others} (${named.join(', ')})`
}

/**
 * Checks that the rates of a ledger are of symbols that it trades.
 * @param symbols - everything that is traded in the run, the benchmark too
 * @throws ConfigError naming file, line and symbol for an unknown one
 */
export function requireRateSymbols(
  { experiment, source }: { readonly experiment: { readonly backtest: RatedTerms }; readonly source: YamlSource },
  symbols: readonly string[],
): void {
  const { costs, borrowRate } = experiment.backtest
  const places = [
    [['backtest', 'costs', 'halfSpreadBps'], costs.halfSpreadBps],
    [['backtest', 'borrowRate'], borrowRate],
  ] as const
  for (const [path, given] of places)
    for (const name of typeof given === 'number' ? [] : Object.keys(given))
      if (name !== DEFAULT && !symbols.includes(name)) {
        const nearest = nearestName(name, [...symbols, DEFAULT]) ?? ''
        throw source.errorAt([...path, name], `"${name}" is no symbol that is traded, the nearest is "${nearest}"`)
      }
}
