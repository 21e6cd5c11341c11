import type { Matrix } from '../core/matrix.js'
import { plainFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { appliedName, type ComputedStage, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** Shares traded, counted up or down by a weight within -1 ... 1: what the balances below add up. */
function weightedVolume(family: string, weight: string, source: string): StageFamily {
  return plainFamily(family, {
    inputs: [weight, 'volume'],
    lookback: 1,
    width: 'asset',
    isLevel: true,
    formula: `${weight}[t] x volume[t]`,
    source,
    compute: cellwise((share, volume) => share * volume),
  })
}

/** The sum of a column over the last window rows as a share of the sum of another; NaN where the latter is 0. */
export function shareOfSums(
  part: string,
  whole: string,
  window: number,
): Pick<ComputedStage, 'inputs' | 'lookback' | 'width' | 'compute'> {
  return {
    inputs: [part, whole].map((column) => appliedName('rolling_sum', [window], [column])),
    lookback: 1,
    width: 'asset',
    compute: cellwise((sum, all) => (all > 0 ? sum / all : NaN)),
  }
}

/** The sum of such volumes as a share of all volume: -1 ... 1. NaN where nothing traded in the whole window. */
function balance(family: string, part: string, formula: string, source: string): StageFamily {
  return windowedFamily(family, 1, 21, (window) => ({ formula, source, ...shareOfSums(part, 'volume', window) }))
}

const GRANVILLE = "Granville (1963), Granville's New Key to Stock Market Profits"

/** A session's step of on-balance volume, in shares: 0 where the close did not move. */
const signedVolume = weightedVolume('signed_volume', 'sign(momentum_1)', GRANVILLE)

/**
 * On-balance volume over its last window rows. Granville's own is the sum since the beginning of history, so that its level means
 * nothing and depends on that beginning; this one is the share of the volume by which rising sessions outweigh falling ones.
 */
const onBalanceVolume = balance(
  'on_balance_volume',
  'signed_volume',
  'sum of sign(close[t] - close[t-1]) x volume[t] / sum of volume, both over the last window rows',
  GRANVILLE,
)

const CHAIKIN = 'Chaikin, in Achelis (2001), Technical Analysis from A to Z'

/** A session's step of accumulation/distribution, in shares. */
const moneyFlowVolume = weightedVolume('money_flow_volume', 'close_location', CHAIKIN)

/** Chaikin money flow: 1 where all volume was traded on sessions that closed at their high, -1 at their low. */
const moneyFlow = balance(
  'money_flow',
  'money_flow_volume',
  'sum of close_location x volume / sum of volume, both over the last window rows',
  CHAIKIN,
)

/** Log ratio of the mean volume of rising sessions to that of falling ones, rows end - window + 1 ... end of a column. */
function upDown(returns: Matrix, volumes: Matrix, window: number, end: number, col: number): number {
  const { cols } = returns
  let [up, down, nUp, nDown] = [0, 0, 0, 0]
  for (let row = end - window + 1; row <= end; row++) {
    const change = returns.data[row * cols + col]
    const volume = volumes.data[row * cols + col]
    if (Number.isNaN(change) || Number.isNaN(volume)) return NaN
    if (change > 0) {
      up += volume
      nUp++
    }
    if (change < 0) {
      down += volume
      nDown++
    }
  }
  return up > 0 && down > 0 ? Math.log(up / nUp / (down / nDown)) : NaN
}

/**
 * Whether rising sessions are busier than falling ones. On-balance volume and O'Neil's ratio of the sums also grow with the number
 * of rising sessions, which momentum knows already; of means, their number drops out. NaN where no session rose or none fell, or
 * nothing traded on them.
 */
const upDownVolume = windowedFamily('up_down_volume', 2, 50, (window) => ({
  inputs: ['momentum_1', 'volume'],
  lookback: window,
  width: 'asset',
  formula: 'log(mean volume of rising sessions / mean volume of falling sessions), over the last window rows',
  source: "O'Neil (1988), How to Make Money in Stocks, there of sums",
  compute([returns, volumes], out, rows) {
    for (let row = Math.max(rows.from, window - 1); row < rows.to; row++)
      for (let col = 0; col < out.cols; col++)
        out.data[row * out.cols + col] = upDown(returns, volumes, window, row, col)
  },
}))

/** Volume of buyers against volume of sellers, as far as prices tell. */
export const volumeBalanceStages: readonly StageFamily[] = [
  signedVolume,
  onBalanceVolume,
  moneyFlowVolume,
  moneyFlow,
  upDownVolume,
]
