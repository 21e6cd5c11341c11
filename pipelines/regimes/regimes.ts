import { phaseTableOf, type PhaseTable } from '../../datasets/registry/phase-preferences.js'
import { formatSession } from '../../src/core/calendar.js'
import { columnOf, createMatrix } from '../../src/core/matrix.js'
import { NOTICE } from '../../src/export/notice.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources, runStages } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import type { Panel } from '../../src/panel/panel.js'
import { lastRowOfEach } from '../../src/panel/resample.js'
import {
  mostProbablePhase,
  signedName,
  type CycleIndicators,
  type CycleSignals,
  type Phase,
} from '../../src/regimes/cycle-phases.js'
import { expandingFilter } from '../../src/regimes/expanding-filter.js'
import { phasePreferenceScores } from '../../src/regimes/phase-preferences.js'
import { statesAt, type FilteredStates } from '../../src/regimes/states.js'
import type { ParsedExperiment } from '../experiment.js'
import { MIN_SESSIONS, periodStarts, phasesOf, turbulenceOf } from './market-regimes.js'
import { loadData } from '../load-data.js'
import type { Progress } from '../progress.js'
import { absenceNotes, knownIndicators, revisionNotes } from './notes.js'
import { scorePreferences, type PreferenceSkill } from './preferences.js'
import { readRecessions, scoreRecessions, type RecessionScores } from './recessions.js'

/** What is asked of the regimes of an experiment. */
export interface RegimesOptions {
  readonly data: string | undefined
  /** Table of sector preferences, by its id. */
  readonly preferences: string
  /** Rows of the document: one a session, or the last known one of each month. */
  readonly every: 'session' | 'month'
  readonly progress: Progress
}

/** One session; null where nothing was known. */
export interface RegimeRow extends Readonly<Record<Phase, number | null>> {
  readonly date: string
  /** The most probable phase. */
  readonly phase: Phase | null
  /** Probability of the state of low growth, by a hidden Markov model. */
  readonly contraction: number | null
  /** Probability that the benchmark is in its turbulent state. */
  readonly turbulence: number | null
}

/** The regimes of an experiment, by what had been released at each session; `notes` say what was not there at all, and what was revised since. */
export interface RegimesDocument {
  readonly experiment: string
  readonly simulated: boolean
  readonly from: string
  readonly to: string
  readonly indicators: CycleIndicators
  readonly now: RegimeRow & {
    /** Expected preference by sector, -2 ... 2, the most preferred first. */
    readonly preferences: readonly { readonly sector: string; readonly score: number | null }[]
  }
  readonly preferences: Omit<PhaseTable, 'preferences'>
  /** Whether the sectors that the table prefers did better, from the year after it was published. */
  readonly skill: PreferenceSkill
  /** Against the dates of the NBER, where the data hold them (USREC). */
  readonly recessions: RecessionScores | null
  readonly rows: readonly RegimeRow[]
  readonly notes: readonly string[]
  readonly notice: string
}

/** The indicators of the experiment's cycle model. @throws ConfigError where it lists none */
function indicatorsOf({ experiment, source }: ParsedExperiment): CycleIndicators {
  const params = Object.hasOwn(experiment.models, 'cycle') ? experiment.models.cycle : undefined
  if (params === undefined)
    throw source.errorAt(
      ['models'],
      'holds no model "cycle", expected it with the level and direction that tell the phase',
    )
  const { level, direction } = params as unknown as CycleIndicators
  return { level, direction }
}

/** Series that the indicators name, with the benchmark's returns. @throws ConfigError for one that differs between assets */
function seriesOf(
  panel: Panel,
  { level, direction }: CycleIndicators,
  { source }: ParsedExperiment,
): Readonly<Record<string, Float64Array>> {
  const names = [...new Set([...level, ...direction].map((each) => signedName(each).name))]
  const columns = runStages(planStages(names, panelSources(panel), stageOf), panel, createWasmKernels())
  return Object.fromEntries(
    names.map((name) => {
      const column = columns.get(name)
      if (column?.cols !== 1)
        throw source.errorAt(['models', 'cycle'], `"${name}" has a value per asset, expected a series of the session`)
      return [name, column.data]
    }),
  )
}

/** Signals beyond this are taken as this: a normal that has to explain a lockdown explains nothing else. */
const MOST_DEVIATIONS = 3

/**
 * Probability of contraction: the state of low growth of two, from growth as it stands at the first session of each month; it holds
 * until the next. Estimated again each year on the past alone.
 * @see Hamilton (1989), Econometrica 57(2)
 */
function contractionProbability(dates: Int32Array, { growth }: CycleSignals, seed: number): Float64Array {
  const months = periodStarts(dates, 'monthly', 1)
  const observations = createMatrix(months.length, 1)
  for (const [i, row] of months.entries())
    observations.data[i] = Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, growth[row]))
  const refits = periodStarts(dates, 'yearly', MIN_SESSIONS).map((row) => months.indexOf(row))
  const states = expandingFilter(observations, refits, { nStates: 2, seed, varianceFloor: 0.05 })
  const out = new Float64Array(dates.length).fill(NaN)
  for (const [i, row] of months.entries()) out.fill(states.data[i * 2], row, months[i + 1] ?? dates.length)
  return out
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

/** What was known at each session. */
interface Regimes {
  readonly dates: Int32Array
  readonly phases: FilteredStates
  readonly contraction: Float64Array
  readonly turbulence: Float64Array
}

function rowAt({ dates, phases, contraction, turbulence }: Regimes, row: number): RegimeRow {
  const probabilities = statesAt(phases, row)
  const [early, mid, late, recession] = Array.from(probabilities, orNull)
  return {
    date: formatSession(dates[row]),
    phase: mostProbablePhase(probabilities) ?? null,
    early,
    mid,
    late,
    recession,
    contraction: orNull(contraction[row]),
    turbulence: orNull(turbulence[row]),
  }
}

function regimesOf(
  panel: Panel,
  seed: number,
  indicators: CycleIndicators,
  series: Readonly<Record<string, Float64Array>>,
): Regimes {
  const { dates } = panel
  const { signals, phases } = phasesOf(dates, indicators, series)
  return {
    dates,
    phases,
    contraction: contractionProbability(dates, signals, seed),
    turbulence: turbulenceOf(panel, seed),
  }
}

/** Rows to show: all of them, or the last session of each month; from the first with a phase. */
function shownRows({ dates, phases }: Regimes, every: 'session' | 'month'): number[] {
  const known = columnOf(phases, 0).findIndex((value) => !Number.isNaN(value))
  if (known < 0) return []
  const rows = every === 'session' ? [...dates.keys()] : lastRowOfEach(dates, 'monthly')
  return rows.filter((row) => row >= known)
}

/**
 * Phases of the business cycle and states of volatility, each session by what had been released by then, with the sectors that the
 * phase now favours by a published table.
 * @throws ConfigError for an experiment without a model "cycle" or an unknown table; DataError as the data
 */
export async function describeRegimes(parsed: ParsedExperiment, options: RegimesOptions): Promise<RegimesDocument> {
  const { experiment } = parsed
  const indicators = indicatorsOf(parsed)
  const { preferences, ...table } = phaseTableOf(options.preferences)
  const { panel } = await loadData(experiment, { folder: options.data }, options.progress)
  options.progress('filtering phases, contraction and volatility')
  const series = seriesOf(panel, indicators, parsed)
  const known = knownIndicators(indicators, series)
  const regimes = regimesOf(panel, experiment.seed, indicators, series)
  const last = panel.dates.length - 1
  const scores = phasePreferenceScores(statesAt(regimes.phases, last), preferences, panel.sectors)
  const ranked = panel.sectors
    .map((sector, i) => ({ sector, score: orNull(scores[i]) }))
    .sort((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity))
  const usrec = options.data === undefined ? undefined : readRecessions(options.data)
  return {
    experiment: experiment.name,
    simulated: panel.simulated,
    from: formatSession(panel.dates[0]),
    to: formatSession(panel.dates[last]),
    indicators,
    now: { ...rowAt(regimes, last), preferences: ranked },
    preferences: table,
    skill: scorePreferences(panel, regimes.phases, { ...table, preferences }, experiment.horizon),
    recessions: usrec === undefined ? null : scoreRecessions(usrec, regimes),
    rows: shownRows(regimes, options.every).map((row) => rowAt(regimes, row)),
    notes: [...absenceNotes(indicators, known), ...revisionNotes(experiment.feeds, known)],
    notice: NOTICE,
  }
}
