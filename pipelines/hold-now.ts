import { CASH, type Holdings } from '../datasets/holdings-csv.js'
import { formatSession } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { rowOf } from '../src/core/matrix.js'
import { decideAt } from '../src/decide/decide-rotation.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { forecastRange, type Forecasts } from '../src/forecast/forecasts.js'
import type { Panel } from '../src/panel/panel.js'
import { rotationOptions } from './backtest.js'
import type { Experiment } from './experiment-schema.js'

/** One line of what to hold now. */
export interface HoldLine {
  readonly symbol: string
  /** Canonical sector id; `benchmark` or `cash` for what is no sector. */
  readonly sector: string
  /** Target and present weight, fractions of equity. */
  readonly weight: number
  readonly current: number
  /** Close of the session asked about; 1 for cash. */
  readonly price: number
  /** Shares to buy (positive) or sell (negative) at that price; money for cash. */
  readonly shares: number
  /** The same in currency. */
  readonly amount: number
}

/** What the latest forecasts say should be held, and the trades that lead there. */
export interface HoldNow {
  /** Session at whose close this is decided, YYYY-MM-DD; to be traded at the next one. */
  readonly asOf: string
  readonly rule: string
  readonly reason: string
  /** Value of what is held, or the starting capital where no holdings were given. */
  readonly equity: number
  readonly lines: readonly HoldLine[]
}

/**
 * Target weights of the ensemble at the latest forecast session, and the trades from given holdings to them.
 * @param holdings - present holdings; all cash, the experiment's capital, when absent
 * @throws ConfigError when something held has no price at that session, or when all that is held is worth nothing
 */
export function holdNow(experiment: Experiment, panel: Panel, forecasts: Forecasts, holdings?: Holdings): HoldNow {
  const row = forecastRange(forecasts).end - 1
  const { weights, reason } = decideAt(
    rowOf(forecasts.scores[ENSEMBLE], row),
    rotationOptions(experiment, panel.assets),
  )
  const { shares, cash } = holdings ?? { shares: new Map<string, number>(), cash: experiment.backtest.capital }
  const closes = rowOf(panel.fields.close, row)
  const asOf = formatSession(panel.dates[row])
  const positions = [
    ...panel.assets.map((symbol, i) => ({ symbol, sector: panel.sectors[i], weight: weights[i], price: closes[i] })),
    { symbol: panel.benchmark, sector: 'benchmark', weight: 0, price: panel.series['benchmark.close'][row] },
  ].map((position) => {
    const held = shares.get(position.symbol) ?? 0
    if (held !== 0 && Number.isNaN(position.price))
      throw new ConfigError(`holdNow: "${position.symbol}" is held and has no price on ${asOf}`)
    return { ...position, held, value: held === 0 ? 0 : held * position.price }
  })
  const equity = positions.reduce((sum, { value }) => sum + value, cash)
  if (!(equity > 0 && equity < Infinity))
    throw new ConfigError(`holdNow: the holdings are worth "${equity}", expected a finite amount above 0`)
  const lines = positions
    .filter(({ weight, held }) => weight !== 0 || held !== 0)
    .map(({ symbol, sector, weight, price, value }): HoldLine => {
      const amount = weight * equity - value
      return { symbol, sector, weight, current: value / equity, price, shares: amount / price, amount }
    })
  const cashWeight = 1 - weights.reduce((sum, weight) => sum + weight, 0)
  const cashAmount = cashWeight * equity - cash
  lines.push({
    symbol: CASH,
    sector: 'cash',
    weight: Math.abs(cashWeight) < 1e-12 ? 0 : cashWeight,
    current: cash / equity,
    price: 1,
    shares: cashAmount,
    amount: cashAmount,
  })
  return { asOf, rule: experiment.decision.rule, reason, equity, lines }
}
