import { benchmarkSeries, type Panel } from '../../src/panel/panel.js'
import { lastRowOfEach } from '../../src/panel/resample.js'
import { cyclePhases, cycleSignals, type CycleIndicators, type CycleSignals } from '../../src/regimes/cycle-phases.js'
import type { FilteredStates } from '../../src/regimes/states.js'
import { turbulenceProbability } from '../../src/regimes/turbulence.js'

/** Sessions of history before the first estimate. */
export const MIN_SESSIONS = 504

/** Rows at which a period begins, the first one not before a row; that a period begins with the first row of all is not known. */
export function periodStarts(dates: Int32Array, period: 'monthly' | 'yearly', from: number): number[] {
  return lastRowOfEach(dates, period)
    .map((row) => row + 1)
    .filter((row) => row >= from && row < dates.length)
}

/**
 * Phases of the business cycle as they were known at each session, measured again each year on the past alone.
 * @param series - every indicator by its name without sign; [nSessions] each
 */
export function phasesOf(
  dates: Int32Array,
  indicators: CycleIndicators,
  series: Readonly<Record<string, Float64Array>>,
): { readonly signals: CycleSignals; readonly phases: FilteredStates } {
  const signals = cycleSignals(indicators, series, dates.length, periodStarts(dates, 'yearly', MIN_SESSIONS))
  return { signals, phases: cyclePhases(signals) }
}

/** Probability that the benchmark is in its turbulent state, as it was known at each session; NaN before the first estimate. */
export function turbulenceOf({ series }: Pick<Panel, 'series'>, seed: number): Float64Array {
  const closes = series[benchmarkSeries('close')]
  const returns = closes.map((close, row) => (row === 0 ? NaN : Math.log(close / closes[row - 1])))
  return turbulenceProbability(returns, { seed })
}
