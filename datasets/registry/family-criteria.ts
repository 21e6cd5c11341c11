import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { median } from '../../src/core/statistics.js'
import { membersAsOf, type Family } from './families.js'
import { schemeSectorsAsOf } from './schemes.js'

/** How a family fares by one criterion. */
export interface Criterion {
  /** 0 to 1. */
  readonly score: number
  readonly passes: boolean
  /** The figures behind the score, in one line. */
  readonly reason: string
}

/** A family judged by the three criteria of the selection. */
export interface FamilyScore {
  readonly family: string
  readonly label: string
  /** Funds that existed. */
  readonly funds: number
  readonly fullSpectrum: Criterion
  readonly broadBase: Criterion
  readonly sufficientHistory: Criterion
  /** Mean of the three scores. */
  readonly total: number
  /** Whether all three are passed. */
  readonly passes: boolean
}

/** Sectors, coverage and years that a family needs to be worth choosing; years that earn the full score. */
const LEAST_SPECTRUM = 0.8
const LEAST_COVERAGE = 0.7
const LEAST_YEARS = 3
const FULL_YEARS = 10
const DAYS_PER_YEAR = 365.25

/** Share of the scheme's sectors of that day that have a fund of their own: one that shares a fund is not there to be chosen. */
function fullSpectrum(family: Family, asOf: SessionDay): Criterion {
  const held = new Set(membersAsOf(family, asOf).map(({ sector }) => sector))
  const wanted =
    family.scheme === 'French'
      ? family.members.map(({ sector }) => sector)
      : schemeSectorsAsOf(family.scheme, asOf).map(({ sector }) => sector)
  const covered = wanted.filter((sector) => held.has(sector)).length
  const score = covered / wanted.length
  return {
    score,
    passes: score >= LEAST_SPECTRUM,
    reason: `${covered} of ${wanted.length} ${family.scheme} sectors have a fund of their own`,
  }
}

function broadBase({ base, coverage }: Family): Criterion {
  if (coverage === undefined)
    return { score: 0, passes: false, reason: `how much of the market ${base} covers is not known` }
  const percent = Math.round(coverage.value * 100)
  const memory = 'fromMemory' in coverage ? ' (from memory)' : ''
  return {
    score: coverage.value,
    passes: coverage.value >= LEAST_COVERAGE,
    reason: `${base} covers about ${percent}% of the market${memory}`,
  }
}

/** Years since the first session of the median fund: one late addition does not make an old family young. */
function sufficientHistory(family: Family, asOf: SessionDay): Criterion {
  const members = membersAsOf(family, asOf)
  if (members.length === 0) return { score: 0, passes: false, reason: 'there was no fund' }
  const years = median(members.map(({ firstSession }) => (asOf - parseSession(firstSession)) / DAYS_PER_YEAR))
  const passes = years >= LEAST_YEARS
  const verdict = passes ? '' : `, expected at least ${LEAST_YEARS}`
  return {
    score: Math.min(1, years / FULL_YEARS),
    passes,
    reason: `half of its funds have ${years.toFixed(1)} years of prices or more${verdict}`,
  }
}

/**
 * Judges a family on a day by three criteria: full spectrum (a fund for every sector of its scheme), broad base (share of the market that
 * its index covers), sufficient history (years since the first session of the median fund, full marks from ten on). Passed with
 * at least 0.8 of the sectors, 0.7 of the market and three years.
 */
export function scoreFamily(family: Family, asOf: SessionDay): FamilyScore {
  const criteria = [fullSpectrum(family, asOf), broadBase(family), sufficientHistory(family, asOf)] as const
  const [spectrum, base, history] = criteria
  return {
    family: family.id,
    label: family.label,
    funds: membersAsOf(family, asOf).length,
    fullSpectrum: spectrum,
    broadBase: base,
    sufficientHistory: history,
    total: (spectrum.score + base.score + history.score) / criteria.length,
    passes: criteria.every(({ passes }) => passes),
  }
}

/** Families judged on a day, best total first; equal ones keep their order. */
export function rankFamilies(families: readonly Family[], asOf: SessionDay): FamilyScore[] {
  return families.map((family) => scoreFamily(family, asOf)).sort((a, b) => b.total - a.total)
}
