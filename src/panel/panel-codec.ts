import { ArtifactError } from '../core/errors.js'
import { matrixOver, type Matrix } from '../core/matrix.js'
import type { PlainRecord } from '../core/records.js'
import { BAR_FIELDS, type BarField, type Panel } from './panel.js'

const KIND = 'panel'

/** A panel in parts that can be written one by one: a small record, and the matrices as they lie in memory. */
export interface PanelParts {
  /** Names, dates and series. */
  readonly record: PlainRecord
  /** The fields in the order of BAR_FIELDS, then the asset series in the order of their names in the record. */
  readonly matrices: readonly Float64Array[]
}

interface Header {
  readonly assets: readonly string[]
  readonly sectors: readonly string[]
  readonly benchmark: string
  readonly simulated: boolean
  readonly series: readonly string[]
  readonly assetSeries: readonly string[]
}

/** Takes a panel apart; no number is copied. */
export function partsOfPanel(panel: Panel): PanelParts {
  const header: Header = {
    assets: panel.assets,
    sectors: panel.sectors,
    benchmark: panel.benchmark,
    simulated: panel.simulated,
    series: Object.keys(panel.series),
    assetSeries: Object.keys(panel.assetSeries),
  }
  const series = Object.values(panel.series).map((values, i): [string, Float64Array] => [`series-${i}`, values])
  return {
    record: { kind: KIND, header, arrays: { dates: panel.dates, ...Object.fromEntries(series) } },
    matrices: [...BAR_FIELDS.map((field) => panel.fields[field]), ...Object.values(panel.assetSeries)].map(
      ({ data }) => data,
    ),
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

/** A right checksum only says that these are the bytes that somebody wrote. */
function headerOf({ kind, header, arrays }: PlainRecord): Header & { readonly dates: Int32Array } {
  const given = header as Partial<Header> | null
  const { assets, sectors, benchmark, simulated, series, assetSeries } = given ?? {}
  const { dates } = arrays
  if (
    !(kind === KIND && dates instanceof Int32Array && isStrings(assets) && isStrings(sectors)) ||
    !(isStrings(series) && isStrings(assetSeries) && typeof benchmark === 'string' && typeof simulated === 'boolean')
  )
    throw new ArtifactError('is not the record of a panel')
  return { assets, sectors, benchmark, simulated, series, assetSeries, dates }
}

/**
 * Length that each matrix of a record's panel must have, in their order.
 * @throws ArtifactError when the record is none of a panel
 */
export function matrixLengths(record: PlainRecord): number[] {
  const { assets, assetSeries, dates } = headerOf(record)
  return Array.from({ length: BAR_FIELDS.length + assetSeries.length }, () => dates.length * assets.length)
}

/**
 * Puts a panel together again.
 * @param matrices - in the order and of the lengths of {@link matrixLengths}; they are not copied
 * @throws ArtifactError when the record is none of a panel; ShapeError when a matrix has another length
 */
export function panelOfParts({ record, matrices }: PanelParts): Panel {
  const { assets, sectors, benchmark, simulated, series, assetSeries, dates } = headerOf(record)
  const matrix = (i: number): Matrix => matrixOver(dates.length, assets.length, matrices[i])
  return {
    dates,
    assets,
    sectors,
    benchmark,
    fields: Object.fromEntries(BAR_FIELDS.map((field, i) => [field, matrix(i)])) as Record<BarField, Matrix>,
    series: Object.fromEntries(
      series.map((name, i): [string, Float64Array] => {
        const values = record.arrays[`series-${i}`]
        if (!(values instanceof Float64Array)) throw new ArtifactError(`has no series "${name}"`)
        return [name, values]
      }),
    ),
    assetSeries: Object.fromEntries(assetSeries.map((name, i) => [name, matrix(BAR_FIELDS.length + i)])),
    simulated,
  }
}
