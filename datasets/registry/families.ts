import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'

/** One fund of a family. */
export interface FamilyMember {
  readonly symbol: string
  /** Canonical sector id. */
  readonly sector: string
  /** First session with a price, YYYY-MM-DD. Before it the fund did not exist. */
  readonly firstSession: string
}

/** A family of sector funds of one issuer. */
export interface Family {
  readonly id: string
  readonly label: string
  readonly scheme: 'GICS' | 'ICB'
  /** Index whose sectors the funds hold. */
  readonly base: string
  readonly members: readonly FamilyMember[]
}

/** Select Sector SPDRs. First sessions as in the price files (XLC and XLRE were split out of others later). */
const spdr: Family = {
  id: 'spdr',
  label: 'Select Sector SPDR',
  scheme: 'GICS',
  base: 'S&P 500',
  members: [
    { symbol: 'XLY', sector: 'consumer-discretionary', firstSession: '1998-12-22' },
    { symbol: 'XLP', sector: 'consumer-staples', firstSession: '1998-12-22' },
    { symbol: 'XLE', sector: 'energy', firstSession: '1998-12-22' },
    { symbol: 'XLF', sector: 'financials', firstSession: '1998-12-22' },
    { symbol: 'XLV', sector: 'health-care', firstSession: '1998-12-22' },
    { symbol: 'XLI', sector: 'industrials', firstSession: '1998-12-22' },
    { symbol: 'XLB', sector: 'materials', firstSession: '1998-12-22' },
    { symbol: 'XLK', sector: 'information-technology', firstSession: '1998-12-22' },
    { symbol: 'XLU', sector: 'utilities', firstSession: '1998-12-22' },
    { symbol: 'XLRE', sector: 'real-estate', firstSession: '2015-10-08' },
    { symbol: 'XLC', sector: 'communication-services', firstSession: '2018-06-19' },
  ],
}

/** Every family there is. */
export const families: readonly Family[] = [spdr]

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
    throw new ConfigError(`family "${id}" is unknown, the nearest is "${nearest ?? ''}"`)
  }
  return family
}

/** The members that existed on a day, in the family's order: the universe is point-in-time. */
export function membersAsOf(family: Family, asOf: SessionDay): FamilyMember[] {
  return family.members.filter((member) => parseSession(member.firstSession) <= asOf)
}

/**
 * One member as of a day.
 * @throws ConfigError when the family has no such symbol, or had none yet on that day
 */
export function memberAsOf(family: Family, symbol: string, asOf: SessionDay): FamilyMember {
  const member = family.members.find((candidate) => candidate.symbol === symbol)
  if (member === undefined) throw new ConfigError(`family "${family.id}" has no "${symbol}"`)
  if (parseSession(member.firstSession) > asOf)
    throw new ConfigError(`"${symbol}" of family "${family.id}" did not exist before ${member.firstSession}`)
  return member
}
