import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'
import { fidelity } from './fidelity.js'
import { frenchFamilies } from './french.js'
import { isharesDj } from './ishares-dj.js'
import { powersharesRafi } from './powershares-rafi.js'
import { rydexEw } from './rydex-ew.js'
import type { SectorScheme } from './schemes.js'
import { spdr } from './spdr.js'
import { vanguard } from './vanguard.js'

/** Where a statement is from; what nobody looked up says so. */
export type Evidence = { readonly source: string } | { readonly fromMemory: true }

/** A stated value with the day, month or year it is of, where that matters. */
export type Fact<T> = Evidence & { readonly value: T; readonly asOf?: string }

/** One fund (or industry) of a family. */
export interface FamilyMember {
  readonly symbol: string
  /** Canonical sector id. */
  readonly sector: string
  /** First session with a price, YYYY-MM-DD, or the day of inception. Before it the fund did not exist. */
  readonly firstSession: string
  /** Last session with a price, YYYY-MM-DD, of a fund that is no more. */
  readonly lastSession?: string
  /** Name, where the sector's label does not say it. */
  readonly label?: string
  /** Other sectors that it holds for as long as they have no fund of their own in the family. */
  readonly combines?: readonly string[]
  /** Another ticker from a day on. */
  readonly renamed?: { readonly symbol: string; readonly from: string }
  /** Of its ticker and first session, where that of the family does not hold. */
  readonly evidence?: Evidence
}

/** A family of sector funds of one issuer, or of portfolios that stand for sectors. */
export interface Family {
  readonly id: string
  readonly label: string
  readonly issuer: string
  /** `research`: portfolios that nobody could buy. */
  readonly kind: 'funds' | 'research'
  readonly scheme: SectorScheme | 'French'
  /** Index whose sectors the funds hold. */
  readonly base: string
  readonly weighting: 'market-cap' | 'equal' | 'fundamental'
  /** Of scheme, base, weighting and tickers. */
  readonly identity: Evidence
  /** Share of the market's value that the base index holds, 0 to 1. */
  readonly coverage?: Fact<number>
  /** Yearly cost of a fund as a fraction of its assets. */
  readonly expenseRatio?: Fact<number>
  /** Fund of the whole base index. */
  readonly benchmark?: {
    readonly symbol: string
    readonly firstSession: Fact<string>
    readonly expenseRatio?: Fact<number>
  }
  /** Of the members' first sessions. */
  readonly firstSessions: Evidence
  readonly members: readonly FamilyMember[]
}

/** Every family there is. */
export const families: readonly Family[] = [
  spdr,
  isharesDj,
  rydexEw,
  powersharesRafi,
  vanguard,
  fidelity,
  ...frenchFamilies,
]

/**
 * The family of an id.
 * @throws ConfigError for an unknown one, naming the nearest
 */
export function familyOf(id: string): Family {
  const family = families.find((candidate) => candidate.id === id)
  if (family === undefined) {
    const nearest = nearestName(
      id,
      families.map((candidate) => candidate.id),
    )
    throw new ConfigError(`family ${quoted(id)} is unknown, the nearest is "${nearest ?? ''}"`)
  }
  return family
}

/** The member under the ticker it had on a day. */
function namedAsOf(member: FamilyMember, asOf: SessionDay): FamilyMember {
  const { renamed } = member
  return renamed !== undefined && parseSession(renamed.from) <= asOf ? { ...member, symbol: renamed.symbol } : member
}

/**
 * The members that existed by the end of a period, under the tickers of that day, dead ones included: what to read for a backtest,
 * since leaving out those that died on the way would be survivorship.
 * @param last - session day; Infinity for all there ever were
 */
export function membersBornBy(family: Family, last: SessionDay): FamilyMember[] {
  return family.members
    .filter((member) => parseSession(member.firstSession) <= last)
    .map((member) => namedAsOf(member, last))
}

/**
 * The members that existed on a day, in the family's order and under the tickers of that day: the universe is point-in-time.
 * @param asOf - session day; Infinity for all there ever were
 */
export function membersAsOf(family: Family, asOf: SessionDay): FamilyMember[] {
  return membersBornBy(family, asOf).filter((member) => !hasEnded(member, asOf))
}

function hasEnded({ lastSession }: FamilyMember, asOf: SessionDay): boolean {
  return lastSession !== undefined && asOf !== Infinity && parseSession(lastSession) < asOf
}

/**
 * One member as of a day, under the ticker of that day.
 * @param symbol - its ticker, of whatever time
 * @throws ConfigError when the family has no such symbol, or had none yet or no more on that day
 */
export function memberAsOf(family: Family, symbol: string, asOf: SessionDay): FamilyMember {
  const member = family.members.find((candidate) => candidate.symbol === symbol || candidate.renamed?.symbol === symbol)
  if (member === undefined) {
    const symbols = family.members.map((candidate) => candidate.symbol)
    throw new ConfigError(
      `family "${family.id}" has no ${quoted(symbol)}, the nearest is "${nearestName(symbol, symbols) ?? ''}"`,
    )
  }
  if (parseSession(member.firstSession) > asOf)
    throw new ConfigError(`"${symbol}" of family "${family.id}" did not exist before ${member.firstSession}`)
  if (hasEnded(member, asOf))
    throw new ConfigError(`"${symbol}" of family "${family.id}" did not exist after ${member.lastSession ?? ''}`)
  return namedAsOf(member, asOf)
}

/**
 * The fund that holds a sector on a day: its own, or the one that combines it with another.
 * @returns undefined when the family has none then
 */
export function fundOfSector(family: Family, sector: string, asOf: SessionDay): FamilyMember | undefined {
  const members = membersAsOf(family, asOf)
  return (
    members.find((member) => member.sector === sector) ??
    members.find((member) => member.combines?.includes(sector) === true)
  )
}
