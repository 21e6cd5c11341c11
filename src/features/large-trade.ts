import { columnOf, setColumn } from '../core/matrix.js'
import { largeTradeProxy } from '../panel/large-trade-proxy.js'
import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** A proxy for the trading of large investors: unusual turnover times where the close lies within the day's range. */
export const largeTrade: StageFamily = {
  family: 'large_trade',
  parameters: ['window'],
  example: [63],
  create(window: number): Stage {
    requireAtLeast('large_trade', 'window', window, 3)
    return {
      name: stageName('large_trade', window),
      inputs: ['high', 'low', 'close', 'volume'],
      lookback: window,
      width: 'asset',
      formula:
        'max(0, z of log(close[t] volume[t]) against rows t-window+1 ... t-1) x (2 close - high - low) / (high - low)',
      source: 'Chaikin, accumulation/distribution; Campbell, Grossman and Wang (1993)',
      compute(inputs, out) {
        for (let col = 0; col < out.cols; col++) {
          const [high, low, close, volume] = inputs.map((input) => columnOf(input, col))
          setColumn(out, col, largeTradeProxy({ high, low, close, volume }, window))
        }
      },
    }
  },
}
