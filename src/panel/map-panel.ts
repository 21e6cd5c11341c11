import { mapRecord } from '../core/map-record.js'
import { matrixOver, type Matrix } from '../core/matrix.js'
import type { Panel } from './panel.js'

/**
 * The panel with everything in it changed: bar fields, values per asset, and series, each as a matrix of one column.
 * @param dates - where the sessions change too: those of the rows that `change` returns
 */
export function mapPanel(
  panel: Panel,
  change: (matrix: Matrix, name: string, isSeries: boolean) => Matrix,
  dates: Int32Array = panel.dates,
): Panel {
  const ofAssets = (matrix: Matrix, name: string): Matrix => change(matrix, name, false)
  return {
    ...panel,
    dates,
    fields: mapRecord(panel.fields, ofAssets),
    series: mapRecord(panel.series, (values, name) => change(matrixOver(values.length, 1, values), name, true).data),
    assetSeries: mapRecord(panel.assetSeries, ofAssets),
  }
}
