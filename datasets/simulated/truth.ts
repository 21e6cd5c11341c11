import { formatSession } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import type { PlantedEffects } from './effects.js'
import { expectedReturns } from './expected-returns.js'
import type { MarketKnobs } from './knobs.js'
import { SIMULATED_SECTORS } from './sectors.js'

/** What makes a simulated market; the same options give the same bytes. */
export interface SimulationOptions {
  /** Any integer. */
  readonly seed: number
  /** ISO date; the first session is the first weekday at or after it that is no holiday. */
  readonly from: string
  /** Number of sessions, 2 or more. */
  readonly sessions: number
  readonly knobs: MarketKnobs
}

/** Sessions in which a sector has bars: first inclusive, end exclusive. */
export interface Listing {
  readonly first: number
  readonly end: number
}

/** What the simulation knows and a forecaster has to find out. */
export interface MarketTruth extends PlantedEffects {
  readonly options: SimulationOptions
  /** Session days; shape [sessions]. */
  readonly dates: Int32Array
  /** Symbols and sector ids, one per column. */
  readonly symbols: readonly string[]
  readonly sectorIds: readonly string[]
  readonly listings: readonly Listing[]
  /** Symbols of the sectors that react late; empty without lead-lag. */
  readonly slowSymbols: readonly string[]
  /** [sessions], move of the market factor in units of its mean daily deviation. */
  readonly factor: Float64Array
  /** sessions x sectors: expected relative log return of the next session, as {@link expectedForward} for a horizon of 1. */
  readonly drift: Matrix
}

/** Less the benchmark's: the weighted average over the sectors that are listed at the session; NaN for the others. */
function relativeToBenchmark(expected: Matrix, listings: readonly Listing[]): Matrix {
  const { rows, cols } = expected
  const out = createMatrix(rows, cols)
  for (let t = 0; t < rows; t++) {
    let weight = 0
    let benchmark = 0
    for (let i = 0; i < cols; i++) {
      if (t < listings[i].first || t >= listings[i].end) continue
      weight += SIMULATED_SECTORS[i].weight
      benchmark += SIMULATED_SECTORS[i].weight * expected.data[t * cols + i]
    }
    for (let i = 0; i < cols; i++)
      if (t >= listings[i].first && t < listings[i].end)
        out.data[t * cols + i] = expected.data[t * cols + i] - benchmark / weight
  }
  return out
}

/**
 * The best possible forecast: the expected log return of each sector less the benchmark's over the next sessions, given all
 * that has happened up to the close of t. Two approximations: the universe is taken to stay what it is at t, and what
 * rebalancing adds to the benchmark is left out (just under one percent a year, the same for every sector, so that the order of
 * sectors is not touched).
 * @param horizon - sessions, 1 or more
 * @returns sessions x sectors; NaN where the sector has no bar; known up to the last session, whose outcomes never happen
 * @throws ConfigError when the horizon is not a whole number above 0
 */
export function expectedForward(truth: Omit<MarketTruth, 'drift'>, horizon: number): Matrix {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new ConfigError(`expectedForward: horizon is "${horizon}", expected a whole number, 1 or more`)
  return relativeToBenchmark(expectedReturns(truth, truth.factor, truth.options.knobs, horizon), truth.listings)
}

/** A number that JSON can hold, of 8 significant digits. */
function compact(value: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toPrecision(8))
}

/**
 * The truth as a JSON-ready document of schema `sectorcast.truth/1`. Drifts are rounded to 8 significant digits, null where the
 * sector has no bar; stress is a list of [first, end) spans of session numbers.
 */
export function truthDocument(truth: MarketTruth): object {
  const { options, dates, symbols, drift, stress } = truth
  const spans: [number, number][] = []
  for (let t = 0; t < stress.length; t++) {
    if (stress[t] === 0) continue
    if (t > 0 && stress[t - 1] === 1) spans[spans.length - 1][1] = t + 1
    else spans.push([t, t + 1])
  }
  const columns = symbols.map((symbol, i): [string, (number | null)[]] => [
    symbol,
    Array.from(dates, (_, t) => compact(drift.data[t * drift.cols + i])),
  ])
  return {
    schema: 'sectorcast.truth/1',
    simulated: true,
    options,
    firstSession: formatSession(dates[0]),
    lastSession: formatSession(dates[dates.length - 1]),
    sectors: symbols.map((symbol, i) => ({
      symbol,
      sector: truth.sectorIds[i],
      weight: SIMULATED_SECTORS[i].weight,
      ...truth.listings[i],
      slow: truth.slowSymbols.includes(symbol),
    })),
    stress: spans,
    shocks: truth.shocks.map((shock) => ({ session: shock.session, symbol: symbols[shock.sectorIndex] })),
    expectedRelativeLogReturnOfNextSession: Object.fromEntries(columns),
  }
}
