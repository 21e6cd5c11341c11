import { parseSession } from '../../src/core/calendar.js'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { buildHeatmap, type Heatmap, type HeatmapOptions } from '../../src/export/heatmap.js'

/** A name that would run a script if it were not escaped. */
export const HOSTILE = '<script>alert(1)</script> & "co"'

const NAMES = [
  'information-technology',
  'communication-services',
  'consumer-discretionary',
  'consumer-staples',
  'energy',
  'financials',
  'health-care',
  'industrials',
  'materials',
  'real-estate',
  HOSTILE,
]
const SYMBOLS = ['XLK', 'XLC', 'XLY', 'XLP', 'XLE', 'XLF', 'XLV', 'XLI', 'XLB', 'XLRE', 'XLU']

/** Options of a made-up heatmap: scores wander, one sector is listed late and one has no latest score. */
export function exampleOptions(nColumns = 8): HeatmapOptions {
  const random = createRandom(7, 'heatmap')
  const nDates = nColumns * 5
  const dates = Int32Array.from({ length: nDates }, (_, i) => parseSession('2025-01-06') + 7 * i)
  const scores = createMatrix(nDates, NAMES.length)
  const confidence = createMatrix(nDates, NAMES.length)
  for (let asset = 0; asset < NAMES.length; asset++) {
    let score = 0.15 * random.normal()
    for (let date = 0; date < nDates; date++) {
      score = 0.93 * score + 0.06 * random.normal()
      const missing = (asset === 1 && date < nDates / 2) || (asset === 9 && date >= nDates - 1)
      if (missing) continue
      scores.data[date * NAMES.length + asset] = score
      confidence.data[date * NAMES.length + asset] = random.uniform()
    }
  }
  return {
    dates,
    sectors: NAMES,
    symbols: SYMBOLS,
    scores,
    confidence,
    sessions: Array.from({ length: nColumns }, (_, i) => 5 * i + 4),
    horizon: 21,
    title: 'Predicted sector strength',
    simulated: true,
    deadBand: 0.1,
  }
}

/** The heatmap of {@link exampleOptions}. */
export function exampleHeatmap(nColumns = 8): Heatmap {
  return buildHeatmap(exampleOptions(nColumns))
}
