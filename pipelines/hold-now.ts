import { CASH, type Holdings } from '../datasets/holdings-csv.js'
import { formatSession } from '../src/core/calendar.js'
import { wholeLots } from '../src/backtest/lots.js'
import { ConfigError } from '../src/core/errors.js'
import { rowOf } from '../src/core/matrix.js'
import { decideOn } from '../src/decide/decide-rotation.js'
import { explain } from '../src/decide/explain.js'
import { policyLabel } from '../src/decide/policy.js'
import type { CheckResult } from '../src/decide/pre-trade-check.js'
import { portfolioAfter } from '../src/decide/paper-portfolio.js'
import type { Weights } from '../src/decide/weights.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { forecastRange, type Forecasts } from '../src/forecast/forecasts.js'
import { rotationOptions, type BacktestInput } from './backtest.js'
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
  /**
   * Shares to buy (positive) or sell (negative) at that price, to a position of whole lots as the ledger rounds it; money for cash, which
   * takes what the lots leave.
   */
  readonly shares: number
  /** The same in currency. */
  readonly amount: number
}

/** What the latest forecasts say should be held, and the trades that lead there. */
export interface HoldNow {
  /** Session at whose close this is decided, YYYY-MM-DD; to be traded at the next one. */
  readonly asOf: string
  /** The steps of the decision in a few words. */
  readonly rule: string
  readonly reason: string
  /** How it came about, a line for each step of the decision. */
  readonly explanation: readonly string[]
  /** What was checked before the trade; absent where the experiment asks for nothing. */
  readonly checks?: readonly CheckResult[]
  /** Value of what is held, or the starting capital where no holdings were given. */
  readonly equity: number
  readonly lines: readonly HoldLine[]
}

/** Fractions of equity in each asset, and what a position beside them is worth. */
interface Position {
  readonly symbol: string
  readonly sector: string
  readonly price: number
  readonly value: number
}

/** What is decided and traded on. */
type Market = Pick<BacktestInput, 'panel' | 'raw'>

/**
 * Everything that may be held, at the closes of a row: at those of raw shares where they are known, as the ledger trades.
 * @throws ConfigError when something held has no price there
 */
function positionsAt({ panel, raw }: Market, row: number, shares: ReadonlyMap<string, number>): Position[] {
  const closes = rowOf(raw?.assets.close ?? panel.fields.close, row)
  const benchmark = raw?.benchmark.close.data ?? panel.series['benchmark.close']
  return [
    ...panel.assets.map((symbol, i) => ({ symbol, sector: panel.sectors[i], price: closes[i] })),
    { symbol: panel.benchmark, sector: 'benchmark', price: benchmark[row] },
  ].map((position) => {
    const held = shares.get(position.symbol) ?? 0
    if (held !== 0 && Number.isNaN(position.price))
      throw new ConfigError(
        `holdNow: "${position.symbol}" is held and has no price on ${formatSession(panel.dates[row])}`,
      )
    return { ...position, value: held === 0 ? 0 : held * position.price }
  })
}

/**
 * Target weights of the ensemble at the latest forecast session, and the trades from given holdings to them. Steps that look at what
 * is held see the holdings where some were given, and what became of the decisions before otherwise.
 * @param holdings - present holdings; all cash, the experiment's capital, when absent
 * @param before - the ensemble's decisions so far; none when absent
 * @throws ConfigError when something held has no price at that session, or when all that is held is worth nothing
 */
export function holdNow(
  experiment: Experiment,
  market: Market,
  forecasts: Forecasts,
  holdings?: Holdings,
  before: Weights = [],
): HoldNow {
  const { panel, raw } = market
  const row = forecastRange(forecasts).end - 1
  const options = rotationOptions(experiment, panel, raw)
  const { lot } = experiment.backtest
  const { shares, cash } = holdings ?? { shares: new Map<string, number>(), cash: experiment.backtest.capital }
  const positions = positionsAt(market, row, shares)
  const equity = positions.reduce((sum, { value }) => sum + value, cash)
  if (!(equity > 0 && equity < Infinity))
    throw new ConfigError(`holdNow: the holdings are worth "${equity}", expected a finite amount above 0`)
  const paper = portfolioAfter(before, options.closes, row)
  const held = holdings === undefined ? paper.held : paper.held.map((_, i) => positions[i].value / equity)
  const decision = decideOn(rowOf(forecasts.scores[ENSEMBLE], row), row, options, {
    held,
    drawdown: paper.drawdown,
    equity: holdings === undefined ? paper.equity : () => equity / experiment.backtest.capital,
  })
  const { weights, reason, checks } = decision
  const staysPut = decision.holds === true && holdings !== undefined
  let left = 0
  const lines = positions.flatMap(({ symbol, sector, price, value }, i): HoldLine[] => {
    // What is held beside the sectors is sold, unless nothing at all is traded.
    const stays = staysPut || (holdings !== undefined && decision.kept?.[i] === 1)
    const weight = stays ? value / equity : i < weights.length ? weights[i] : 0
    if (weight === 0 && value === 0) return []
    const wanted = stays ? 0 : weight * equity - value
    const traded =
      stays || lot === 0 ? wanted / price : wholeLots((weight * equity) / price, lot) - (shares.get(symbol) ?? 0)
    const amount = lot === 0 ? wanted : traded * price
    left += wanted - amount
    return [{ symbol, sector, weight, current: value / equity, price, shares: traded, amount }]
  })
  const cashWeight = staysPut ? cash / equity : 1 - weights.reduce((sum, weight) => sum + weight, 0)
  const cashAmount = staysPut ? 0 : cashWeight * equity - cash + left
  lines.push({
    symbol: CASH,
    sector: 'cash',
    weight: Math.abs(cashWeight) < 1e-12 ? 0 : cashWeight,
    current: cash / equity,
    price: 1,
    shares: cashAmount,
    amount: cashAmount,
  })
  const asOf = formatSession(panel.dates[row])
  return {
    asOf,
    rule: policyLabel(options.policy),
    reason,
    explanation: explain(decision, panel.assets),
    ...(checks === undefined ? {} : { checks }),
    equity,
    lines,
  }
}
