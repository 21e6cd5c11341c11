import { formatSession } from '../core/calendar.js'
import { columnOf, createMatrix, type Matrix } from '../core/matrix.js'
import { mean } from '../core/statistics.js'
import type { Panel } from '../panel/panel.js'
import { rankInformationCoefficient } from '../risk/information-coefficient.js'
import { forwardRelativeReturns } from '../samples/target.js'
import { withoutTwins, type FactorTwin } from './factor-twins.js'
import { benjaminiHochberg, benjaminiYekutieli, bonferroni } from './multiple-testing.js'
import { leadCorrelation, testLead, testMeanCoefficient, type FactorTest, type LeadInput } from './overlap-tests.js'

/** Returns that factors are held against: less the benchmark's, or the sector's own. */
export const RETURN_KINDS = ['relative', 'plain'] as const
export type ReturnKind = (typeof RETURN_KINDS)[number]

/** A factor with a value per asset: does it rank the assets by what follows? */
export interface CrossSectionFactor {
  readonly name: string
  /** nDates x nAssets, row t known at the close of t; NaN where the asset does not belong to the universe. */
  readonly values: Matrix
}

/** A factor with a value per session: does it lead the return of a sector? */
export interface SeriesFactor {
  readonly name: string
  /** [nDates], value t known at the close of t; NaN = missing. */
  readonly values: Float64Array
  /** Asset whose own series it is, which it is not held against. */
  readonly asset?: number
}

/** What is scanned, and how. */
export interface ScanOptions {
  /** Sessions between the factor and the beginning of the return; each 0 or more. */
  readonly lags: readonly number[]
  /** Sessions of the return, 1 or more. */
  readonly horizon: number
  readonly returns: ReturnKind
  /** Share of false ones among the discoveries that is put up with, in (0, 1). */
  readonly fdr: number
  /** Number of sub-periods, 1 or more. */
  readonly periods: number
}

/** The statistic within a part of the sessions; returns that reach beyond it are left out. */
export interface PeriodStatistic {
  readonly from: string
  readonly to: string
  /** NaN when it is not known. */
  readonly statistic: number
}

/** One test of the scan. */
export interface ScannedFactor extends FactorTest {
  readonly name: string
  readonly kind: 'cross-section' | 'series'
  /** Sector, or "all" for a cross-section. */
  readonly target: string
  readonly lag: number
  readonly horizon: number
  /** q-value of Benjamini and Hochberg over all tests of the scan. */
  readonly q: number
  readonly isDiscovery: boolean
  readonly periods: readonly PeriodStatistic[]
  /**
   * After sessions at which the benchmark had risen, or fallen, over the 126 sessions before; one that stands where it stood, or of
   * which one of the two closes is missing, counts for neither. NaN when it is not known.
   */
  readonly regimes: { readonly rising: number; readonly falling: number }
  /** Whether the sign is the same in every sub-period; false where one of them is not known. */
  readonly isStable: boolean
}

/** Everything a scan found, the least q-values first. */
export interface FactorScan {
  /** Tests made: what could not be tested is not counted and not listed. */
  readonly tests: number
  readonly untested: number
  /** Factors that are another one bit for bit, which is tested once. */
  readonly duplicates: readonly FactorTwin[]
  readonly fdr: number
  readonly discoveries: number
  /** Discoveries that stricter controls would leave. */
  readonly stricter: { readonly benjaminiYekutieli: number; readonly bonferroni: number }
  readonly factors: readonly ScannedFactor[]
}

/** Sessions over which the benchmark's course tells the regime: half a year. */
const REGIME_SESSIONS = 126

type Counts = (row: number) => boolean
interface Candidate extends Pick<ScannedFactor, 'name' | 'kind' | 'target' | 'lag'> {
  readonly test: FactorTest
  /** The statistic over the sessions that count. */
  readonly within: (counts: Counts) => number
}

/** Log return over (t, t + horizon] at row t. */
function forwardReturns(panel: Panel, horizon: number, kind: ReturnKind): Matrix {
  if (kind === 'relative') return forwardRelativeReturns(panel, horizon)
  const { rows, cols, data } = panel.fields.close
  const out = createMatrix(rows, cols)
  for (let i = 0; i + horizon * cols < data.length; i++) out.data[i] = Math.log(data[i + horizon * cols] / data[i])
  return out
}

/** Row t of the result is row t + lag. */
function ahead({ rows, cols, data }: Matrix, lag: number): Matrix {
  const out = createMatrix(rows, cols)
  out.data.set(data.subarray(lag * cols))
  return out
}

/** Log return of each session itself; row 0 is NaN. */
export function sessionReturns(panel: Panel, kind: ReturnKind): Matrix {
  const { cols, rows, data } = forwardReturns(panel, 1, kind)
  const out = createMatrix(rows, cols)
  out.data.set(data.subarray(0, data.length - cols), cols)
  return out
}

/** Sectors by column; symbols where a sector has several assets. */
function targetsOf({ sectors, assets }: Panel): readonly string[] {
  return new Set(sectors).size === sectors.length ? sectors : assets
}

function crossSections(panel: Panel, factors: readonly CrossSectionFactor[], options: ScanOptions): Candidate[] {
  const { horizon, lags } = options
  const forward = forwardReturns(panel, horizon, options.returns)
  return lags.flatMap((lag) => {
    const outcome = ahead(forward, lag)
    return factors.map(({ name, values }): Candidate => {
      const { series } = rankInformationCoefficient(values, outcome, { lag: 0 })
      const within = (counts: Counts): number =>
        mean(series.filter((value, row) => !Number.isNaN(value) && counts(row)))
      const test = testMeanCoefficient(series, horizon)
      return { name, kind: 'cross-section', target: 'all', lag, test, within }
    })
  })
}

function leads(panel: Panel, factors: readonly SeriesFactor[], options: ScanOptions): Candidate[] {
  const { horizon, lags } = options
  const forward = forwardReturns(panel, horizon, options.returns)
  const daily = sessionReturns(panel, options.returns)
  return targetsOf(panel).flatMap((target, col) => {
    const outcome = { forward: columnOf(forward, col), daily: columnOf(daily, col) }
    return factors
      .filter(({ asset }) => asset !== col)
      .flatMap(({ name, values }) => {
        const input: LeadInput = { factor: values, ...outcome }
        return lags.map((lag): Candidate => {
          const within = (counts: Counts): number => leadCorrelation(input, lag, counts).statistic
          return { name, kind: 'series', target, lag, test: testLead(input, horizon, lag), within }
        })
      })
  })
}

/** Whether the benchmark had risen by each session: 1, -1, 0 where it stands where it stood, NaN where a close is missing. */
function regimesOf(panel: Panel): Float64Array {
  const close = panel.series['benchmark.close']
  return close.map((value, row) => (row < REGIME_SESSIONS ? NaN : Math.sign(value - close[row - REGIME_SESSIONS])))
}

/** Sessions from the first to the last in which an asset trades: the benchmark may be older, where there is nothing to test. */
function tradedRows({ fields: { close } }: Panel): { readonly first: number; readonly end: number } {
  const known = (value: number): boolean => !Number.isNaN(value)
  const cell = close.data.findIndex(known)
  if (cell < 0) return { first: 0, end: close.rows }
  return { first: Math.floor(cell / close.cols), end: Math.floor(close.data.findLastIndex(known) / close.cols) + 1 }
}

/** The statistic in every sub-period of the sessions in which there are returns. */
function byPeriod(panel: Panel, { lag, within }: Candidate, options: ScanOptions): PeriodStatistic[] {
  const { first, end: afterLast } = tradedRows(panel)
  const cut = (k: number): number => first + Math.floor((k * (afterLast - first)) / options.periods)
  return Array.from({ length: options.periods }, (_, k) => {
    const [start, end] = [cut(k), cut(k + 1)]
    const last = end - 1 - lag - options.horizon
    return {
      from: formatSession(panel.dates[start]),
      to: formatSession(panel.dates[end - 1]),
      statistic: within((row) => row >= start && row <= last),
    }
  })
}

/**
 * Holds every factor at every lag against what followed, all tests under one control of false discoveries. The factor of session
 * t is known at its close; the return begins after t, at t + lag. The scan looks at the whole sample: what it finds is described,
 * not forecast, and has to be walked forward before it is believed.
 * @param panel - sessions, prices and the benchmark; nDates above lag + horizon for every lag
 */
export function scanFactors(
  panel: Panel,
  crossSection: readonly CrossSectionFactor[],
  series: readonly SeriesFactor[],
  options: ScanOptions,
): FactorScan {
  const { horizon, fdr } = options
  const [across, along] = [withoutTwins(crossSection), withoutTwins(series)]
  const all = [...crossSections(panel, across.distinct, options), ...leads(panel, along.distinct, options)]
  const tested = all.filter(({ test }) => !Number.isNaN(test.p))
  const pValues = tested.map(({ test }) => test.p)
  const qValues = benjaminiHochberg(pValues)
  const regimes = regimesOf(panel)
  const factors = tested.map((candidate, i): ScannedFactor => {
    const { name, kind, target, lag, test, within } = candidate
    const periods = byPeriod(panel, candidate, options)
    return {
      name,
      kind,
      target,
      lag,
      horizon,
      ...test,
      q: qValues[i],
      isDiscovery: qValues[i] <= fdr,
      periods,
      regimes: { rising: within((row) => regimes[row] === 1), falling: within((row) => regimes[row] === -1) },
      isStable: periods.every(({ statistic }) => statistic * test.statistic > 0),
    }
  })
  const passing = (values: Float64Array): number => values.filter((value) => value <= fdr).length
  return {
    tests: tested.length,
    untested: all.length - tested.length,
    duplicates: [...across.twins, ...along.twins],
    fdr,
    discoveries: passing(qValues),
    stricter: { benjaminiYekutieli: passing(benjaminiYekutieli(pValues)), bonferroni: passing(bonferroni(pValues)) },
    factors: factors.sort((a, b) => a.q - b.q || a.p - b.p),
  }
}
