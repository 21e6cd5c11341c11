import { memberAsOf, membersAsOf, type Family } from '../datasets/registry/families.js'
import { substitutesOf, type Replacement, type Stand } from '../datasets/registry/instruments.js'
import { sectorLabel } from '../datasets/registry/sectors.js'
import { quoted } from '../datasets/text/quoted.js'
import type { SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { askedDay } from './asked-day.js'
import { familyNamed } from './family-file.js'

/** What is asked of a universe. */
export interface UniverseQuestion {
  readonly family: string
  readonly asOf: string | undefined
  readonly symbol: string | undefined
  readonly instrument: string | undefined
}

interface UniverseMember {
  readonly symbol: string
  readonly sector: string
  readonly label: string
  readonly firstSession: string
  /** What stands for the fund, null where nothing does; absent unless asked for. */
  readonly instrument?: Stand | null
}

/** The funds of a family on a day. */
export interface UniverseDocument {
  readonly family: string
  readonly asOf: string | null
  readonly tickers: readonly string[]
  readonly members: readonly UniverseMember[]
}

const FAMILY = 'family:'

/**
 * What `--instrument` says.
 * @throws ConfigError for anything but etf, inverse, future or family:NAME
 */
export function replacementOf(text: string): Replacement {
  if (text === 'etf' || text === 'inverse' || text === 'future') return text
  if (text.startsWith(FAMILY)) return familyNamed(text.slice(FAMILY.length))
  throw new ConfigError(`--instrument ${quoted(text)}: is unknown, expected etf, inverse, future or family:NAME`)
}

function membersOf(family: Family, symbol: string | undefined, asOf: SessionDay): ReturnType<typeof membersAsOf> {
  return symbol === undefined ? membersAsOf(family, asOf) : [memberAsOf(family, symbol, asOf)]
}

/**
 * The universe of a family, point in time: a fund is in it from its first session on, under the ticker of the day.
 * Without a day everything there ever was, under today's tickers.
 * @throws ConfigError for an unknown family, date, symbol or instrument, and for a symbol that did not exist on the day
 */
export function universeOf({ family: name, asOf, symbol, instrument }: UniverseQuestion): UniverseDocument {
  const family = familyNamed(name)
  const day = asOf === undefined ? Infinity : askedDay(asOf, 'as-of')
  const standOf = instrument === undefined ? undefined : substitutesOf(family, replacementOf(instrument), day)
  const members = membersOf(family, symbol, day).map((member): UniverseMember => {
    const { symbol: ticker, sector, label, firstSession } = member
    return {
      symbol: ticker,
      sector,
      label: label ?? sectorLabel(sector),
      firstSession,
      ...(standOf === undefined ? {} : { instrument: standOf(ticker) ?? null }),
    }
  })
  return { family: family.id, asOf: asOf ?? null, tickers: members.map((member) => member.symbol), members }
}
