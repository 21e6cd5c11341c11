import { parametrisedFamily, type Terms } from './family.js'
import { stageName, type ComputedStage, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** Two averages closer than this, as a fraction, are equal: rounding makes no crossing. */
const TOUCH = 1e-12
/** Sessions before t among which the latest difference is looked for; without an end to them a touch would be state. */
const MEMORY = 5

function sideOf(gap: number): number {
  return Math.abs(gap) <= TOUCH ? 0 : Math.sign(gap)
}

/** Looks at the gap now and in the sessions before, back to the latest one in which there was a gap. */
const compute: ComputedStage['compute'] = ([gaps], out, rows) => {
  const { cols, data } = gaps
  for (let i = Math.max(rows.from, MEMORY) * cols; i < rows.to * cols; i++) {
    const side = sideOf(data[i])
    let before = 0
    let isComplete = !Number.isNaN(data[i])
    for (let k = 1; k <= MEMORY; k++) {
      const gap = data[i - k * cols]
      if (Number.isNaN(gap)) isComplete = false
      if (before === 0) before = sideOf(gap)
    }
    if (isComplete) out.data[i] = side === -before ? side : 0
  }
}

/**
 * +1 on the session at which `gap` passes from below to above 0, -1 on that at which it passes from above to below, else 0. It has
 * passed when it is beyond now and was on the other side when it last was not 0. Touching (0 to 1e-12) is no crossing, nor is
 * turning back from a touch; what parts after five equal sessions (flat prices) has crossed nothing. Missing where the
 * gap is, now or in the five sessions before.
 */
function crossingOf(gap: string): Terms {
  return {
    inputs: [gap],
    lookback: MEMORY + 1,
    width: 'asset',
    formula: `sign of ${gap} at t if the latest other than 0 among t-5 ... t-1 is the opposite, else 0`,
    source: 'Brock, Lakonishok and LeBaron (1992), Journal of Finance 47(5)',
    compute,
  }
}

/** The fast average crosses the slow one. */
const averageCrossing = parametrisedFamily('crossing', { fast: 2, slow: (fast) => fast + 1 }, [50, 200], (fast, slow) =>
  crossingOf(stageName('average_gap', fast, slow)),
)

/** The close crosses its own average. */
const priceCrossing = windowedFamily('price_crossing', 2, 200, (window) => crossingOf(stageName('sma_gap', window)))

/** Sessions at which averages, or the price and its average, cross. */
export const crossingStages: readonly StageFamily[] = [averageCrossing, priceCrossing]
