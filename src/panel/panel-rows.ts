import { sliceRows } from '../core/matrix.js'
import { mapPanel } from './map-panel.js'
import type { Panel } from './panel.js'

/** Copy of the panel's sessions from (inclusive) to (exclusive). */
export function panelRows(panel: Panel, from: number, to: number): Panel {
  return mapPanel(panel, (matrix) => sliceRows(matrix, from, to), panel.dates.slice(from, to))
}
