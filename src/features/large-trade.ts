import { plainFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** Where the close lies within the day's range; missing where one of the three prices is. */
const closeLocation = plainFamily('close_location', {
  inputs: ['high', 'low', 'close'],
  lookback: 1,
  width: 'asset',
  formula: '(2 close - high - low) / (high - low), 0 where there is no range',
  source: "Chaikin's accumulation/distribution, whose multiplier this is",
  compute: cellwise((high, low, close) =>
    high === low && !Number.isNaN(close) ? 0 : (close - low - (high - close)) / (high - low),
  ),
})

/**
 * A proxy for the trading of large investors ("whales"), from daily bars alone: unusual turnover times where the close lies within
 * the range; only more than usual counts. It is no measurement: single trades are not in daily bars, and news moves everybody at
 * once. NaN where nothing was traded on one of the sessions, and where turnover did not vary.
 */
const largeTrade = windowedFamily('large_trade', 3, 63, (window) => {
  const before = (statistic: string): string =>
    appliedName('lag', [1], [appliedName(statistic, [window - 1], ['log_dollar_volume'])])
  return {
    inputs: ['log_dollar_volume', before('rolling_mean'), before('rolling_deviation'), 'close_location'],
    lookback: 1,
    width: 'asset',
    formula: 'max(0, z of log_dollar_volume[t] against rows t-window+1 ... t-1) x close_location[t]',
    source:
      'Chaikin, accumulation/distribution; Campbell, Grossman and Wang (1993), Quarterly Journal of Economics 108(4)',
    compute: cellwise((turnover, mean, deviation, location) => {
      if (!(deviation > 0)) return NaN
      const unusual = Math.max(0, (turnover - mean) / deviation)
      // A zero would otherwise carry the sign of the location.
      return unusual === 0 ? 0 * Math.abs(location) : unusual * location
    }),
  }
})

/** Signs of large investors. */
export const largeTradeStages: readonly StageFamily[] = [closeLocation, largeTrade]
