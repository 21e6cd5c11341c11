import type { Matrix } from '../core/matrix.js'

/** Price and volume fields that every panel of daily bars has. */
export const BAR_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const
export type BarField = (typeof BAR_FIELDS)[number]

/**
 * Market data on one calendar: one matrix per field (sessions x assets) and per-session series beside them. The benchmark is
 * not an asset to be ranked: its bars are the series `benchmark.open` ... `benchmark.volume`.
 */
export interface Panel {
  /** Session days, strictly ascending; shape [nDates]. */
  readonly dates: Int32Array
  /** Symbols, one per column. */
  readonly assets: readonly string[]
  /** Canonical sector id of each asset, in the order of `assets`. */
  readonly sectors: readonly string[]
  readonly benchmark: string
  /**
   * Prices in one currency, volume in shares; NaN before an asset's first and after its last session, and throughout where the
   * source has no such field.
   */
  readonly fields: Readonly<Record<BarField, Matrix>>
  /** Per-session values; each of shape [nDates], NaN = missing. */
  readonly series: Readonly<Record<string, Float64Array>>
  /** Values per session and asset that are no bars, such as fundamentals or flows; each nDates x nAssets, NaN = missing. */
  readonly assetSeries: Readonly<Record<string, Matrix>>
  /** True when the prices were made by a simulation: everything derived from them must say so. */
  readonly simulated: boolean
}

/** Name of the series that holds a field of the benchmark. */
export function benchmarkSeries(field: BarField): string {
  return `benchmark.${field}`
}
