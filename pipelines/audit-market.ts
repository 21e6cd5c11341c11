import { NO_KNOBS } from '../datasets/simulated/knobs.js'
import { panelOfMarket } from '../datasets/simulated/panel-of-market.js'
import { simulateMarket } from '../datasets/simulated/simulate-market.js'
import { createMatrix, selectColumns, type Matrix } from '../src/core/matrix.js'
import { createRandom } from '../src/core/random.js'
import { mapPanel } from '../src/panel/map-panel.js'
import type { Panel } from '../src/panel/panel.js'
import { feedColumn } from './feeds/feed-columns.js'

const SEED = 7
/** Sessions between two releases of the simulated macro series. */
const RELEASE_SESSIONS = 21

/** A level that is released now and then and known from then on; nothing is known before the first release. */
function macroSeries(sessions: number): Float64Array {
  const random = createRandom(SEED, 'macro')
  const values = new Float64Array(sessions).fill(NaN)
  let level = 100
  for (let row = RELEASE_SESSIONS; row < sessions; row++) {
    if (row % RELEASE_SESSIONS === 0) level += random.normal()
    values[row] = level
  }
  return values
}

/** Money into and out of every asset while it is listed, missing now and then. */
function flowSeries({ rows, cols, data }: Matrix): Matrix {
  const random = createRandom(SEED, 'flow')
  const flow = createMatrix(rows, cols)
  for (let i = 0; i < data.length; i++) {
    const value = 1e6 * random.normal()
    const isMissing = random.uniform() < 0.002
    flow.data[i] = Number.isNaN(data[i]) || isMissing ? NaN : value
  }
  return flow
}

/**
 * The simulated market that is audited: a late listing, a death and a split within its last part, and two feeds, `feed.macro` per
 * session and `feed.flow` per session and asset.
 */
export function auditMarket(sessions = 620): Panel {
  const panel = panelOfMarket(
    simulateMarket({
      seed: SEED,
      from: '2015-01-05',
      sessions,
      knobs: {
        ...NO_KNOBS,
        lateListing: { sector: 'real-estate', session: 200 },
        death: { sector: 'energy', session: sessions - 80 },
        split: { sector: 'utilities', session: sessions - 90, ratio: 2 },
      },
    }),
  )
  return {
    ...panel,
    series: { ...panel.series, [feedColumn('macro')]: macroSeries(sessions) },
    assetSeries: { ...panel.assetSeries, [feedColumn('flow')]: flowSeries(panel.fields.close) },
  }
}

/** The panel with some of its sectors only. */
export function ofSectors(panel: Panel, sectors: readonly string[]): Panel {
  const cols = sectors.map((sector) => panel.sectors.indexOf(sector))
  const chosen = mapPanel(panel, (matrix, _, isSeries) => (isSeries ? matrix : selectColumns(matrix, cols)))
  return { ...chosen, assets: cols.map((col) => panel.assets[col]), sectors }
}
