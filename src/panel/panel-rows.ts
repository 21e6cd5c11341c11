import { sliceRows, type Matrix } from '../core/matrix.js'
import { BAR_FIELDS, type BarField, type Panel } from './panel.js'

/** Copy of the panel's sessions from (inclusive) to (exclusive). */
export function panelRows(panel: Panel, from: number, to: number): Panel {
  const fields = {} as Record<BarField, Matrix>
  for (const field of BAR_FIELDS) fields[field] = sliceRows(panel.fields[field], from, to)
  const series = Object.fromEntries(
    Object.entries(panel.series).map(([name, values]) => [name, values.slice(from, to)]),
  )
  const assetSeries = Object.fromEntries(
    Object.entries(panel.assetSeries).map(([name, values]) => [name, sliceRows(values, from, to)]),
  )
  return { ...panel, dates: panel.dates.slice(from, to), fields, series, assetSeries }
}
