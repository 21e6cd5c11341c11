import { CASH } from '../datasets/holdings-csv.js'
import { families, familyOf, type Family } from '../datasets/registry/families.js'
import { leverageOn, type Stand } from '../datasets/registry/instruments.js'
import { quoted } from '../datasets/text/quoted.js'
import { parseSession } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import type { Experiment } from './experiment-schema.js'
import type { HoldLine, HoldNow } from './hold-now.js'
import { inverseFunds } from './inverse-funds.js'
import { inInstruments, standInsOf, type InstrumentLine, type StandIns } from './stand-ins.js'
import { universeFamily } from './universe-family.js'

/** A position in an instrument, with its money. */
export interface HoldInstrument extends InstrumentLine {
  /** What the weight is worth in currency; of a future, notional. */
  readonly amount: number
  /** Close of the session asked about, and shares held after the trades of the decision; null where the data have no price of it. */
  readonly price: number | null
  readonly shares: number | null
}

/** The same decision in other instruments. */
export interface HoldInstruments {
  /** As it was asked for: etf, inverse, future or family:NAME. */
  readonly instrument: string
  /** What is to be held; weights are fractions of equity. */
  readonly lines: readonly HoldInstrument[]
  /** Exposure to each symbol of the decision that comes of them: what was decided. */
  readonly exposures: readonly { readonly symbol: string; readonly weight: number; readonly amount: number }[]
  /** Funds that nothing stands for: they stay. */
  readonly kept: readonly string[]
  /** What is left after paying for the lines; below 0 where more is needed than there is. Futures are not paid for. */
  readonly cash: { readonly weight: number; readonly amount: number }
}

/**
 * The family that the funds of an experiment belong to. Funds that are named one by one are known by their symbols, as those of an
 * allocation are: the family is the one that has them all, and that of the Select Sector SPDRs where none has.
 */
function familyOfFunds({ universe }: Experiment, instrument: string): Family {
  const family = universe === undefined ? undefined : universeFamily(universe)
  if (family !== undefined) return family
  if (universe === undefined || !('sectors' in universe))
    throw new ConfigError(`--instrument ${quoted(instrument)}: needs an experiment whose universe is a family of funds`)
  const symbols = Object.keys(universe.sectors)
  const hasAll = ({ kind, members }: Family): boolean =>
    kind === 'funds' &&
    symbols.every((name) => members.some(({ symbol, renamed }) => symbol === name || renamed?.symbol === name))
  return families.find(hasAll) ?? familyOf('spdr')
}

/** Shares after the trades, without the last digits of a double. */
function sharesAfter({ current, price, shares }: HoldLine, equity: number): number {
  return Number(((current * equity) / price + shares).toPrecision(12))
}

/** A decision in what stands for its funds. The benchmark stays what it is. */
function inStandIns(experiment: Experiment, now: HoldNow, standIns: StandIns): HoldInstruments {
  const { equity } = now
  const positions = now.lines.filter(({ symbol, weight }) => symbol !== CASH && weight !== 0)
  const { lines, exposures, kept } = inInstruments(new Map(positions.map(({ symbol, weight }) => [symbol, weight])), {
    ...standIns,
    standOf: (symbol) => (symbol === experiment.universe?.benchmark ? undefined : standIns.standOf(symbol)),
  })
  const paid = lines.reduce((sum, { weight, notional }) => sum + (notional ? 0 : weight), 0)
  const left = Math.abs(1 - paid) < 1e-12 ? 0 : 1 - paid
  return {
    instrument: standIns.instrument,
    lines: lines.map((line) => {
      const own = positions.find(({ symbol }) => symbol === line.symbol)
      const amount = line.weight * equity
      return own === undefined
        ? { ...line, amount, price: null, shares: null }
        : { ...line, amount, price: own.price, shares: sharesAfter(own, equity) }
    }),
    exposures: [...exposures].map(([symbol, weight]) => ({ symbol, weight, amount: weight * equity })),
    kept,
    cash: { weight: left, amount: left * equity },
  }
}

/**
 * What to hold now in other instruments. An inverse fund stands for a short position alone; a long one stays what it is, as the benchmark does.
 * @param instrument - etf, inverse, future or family:NAME
 * @throws ConfigError for anything else, when the experiment's universe is none of funds, or when one that is decided on is in no family
 */
export function holdInstruments(experiment: Experiment, now: HoldNow, instrument: string): HoldInstruments {
  const family = familyOfFunds(experiment, instrument)
  return inStandIns(experiment, now, standInsOf(family, instrument, parseSession(now.asOf)))
}

/** What to hold now in the inverse funds that an experiment shorts through; undefined where it shorts directly. */
export function holdInverseFunds(experiment: Experiment, now: HoldNow): HoldInstruments | undefined {
  if (experiment.backtest.shorts === 'direct') return undefined
  const funds = inverseFunds(experiment)
  const standOf = (symbol: string): Stand | undefined => {
    const fund = funds.get(symbol)
    return fund && { symbol: fund.symbol, leverage: leverageOn(fund, parseSession(now.asOf)) }
  }
  return inStandIns(experiment, now, { instrument: 'inverse', replacement: 'inverse', standOf })
}
