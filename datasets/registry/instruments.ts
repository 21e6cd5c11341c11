import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'
import { familyOf, fundOfSector, memberAsOf, type Fact, type Family } from './families.js'

/** What a sector fund can be replaced with one to one. */
export type InstrumentKind = 'inverse' | 'future'

/** Another way to hold a Select Sector SPDR. */
export interface Instrument {
  readonly symbol: string
  /** Daily return per unit of the fund's daily return: -2 moves twice as far the other way. */
  readonly leverage: number
  /** First session, YYYY-MM-DD. */
  readonly firstSession: Fact<string>
  readonly note?: string
}

interface DatedInstrument extends Instrument {
  /** Leverage from a day on. */
  readonly later?: { readonly from: string; readonly leverage: number }
}

const PROSHARES: Fact<string> = { value: '2007-01-30', source: 'proshares.com (inception; seen for SIJ, SKF and SMN)' }
const DIREXION: Fact<string> = { value: '2008-11-06', source: 'direxioninvestments.com (inception)' }
const GLOBEX: Fact<string> = { value: '2011-03-14', fromMemory: true }

function inverse(symbol: string): DatedInstrument {
  return { symbol, leverage: -2, firstSession: PROSHARES }
}

function future(symbol: string): DatedInstrument {
  return { symbol, leverage: 1, firstSession: GLOBEX }
}

interface Row {
  readonly fund: string
  readonly inverse: DatedInstrument
  readonly future: DatedInstrument | undefined
}

/**
 * The table of the requirements' document S4, a published sector rotation strategy, in its order: inverse funds that reset daily
 * (ProShares; ERY is Direxion's) and futures on Globex. It has no row for XLC.
 */
const TABLE: readonly Row[] = [
  { fund: 'XLB', inverse: inverse('SMN'), future: future('IXB') },
  {
    fund: 'XLE',
    inverse: {
      symbol: 'ERY',
      leverage: -3,
      firstSession: DIREXION,
      later: { from: '2020-03-31', leverage: -2 },
      note: '-3 until, and -2 from the close of 2020-03-31 (etftrends.com, 2020-03-27)',
    },
    future: { ...future('IXE'), note: 'printed "IXEe" in S4: a slip' },
  },
  { fund: 'XLF', inverse: inverse('SKF'), future: future('IXM') },
  { fund: 'XLI', inverse: inverse('SIJ'), future: future('IXI') },
  { fund: 'XLK', inverse: inverse('REW'), future: future('IXT') },
  { fund: 'XLP', inverse: inverse('SZK'), future: future('IXR') },
  { fund: 'XLRE', inverse: inverse('SRS'), future: undefined },
  { fund: 'XLU', inverse: inverse('SDP'), future: future('IXU') },
  { fund: 'XLV', inverse: inverse('RXD'), future: future('IXV') },
  { fund: 'XLY', inverse: inverse('SCC'), future: future('IXY') },
]

function asOfDay(dated: DatedInstrument, asOf: SessionDay | undefined): Instrument | undefined {
  if (asOf !== undefined && asOf < parseSession(dated.firstSession.value)) return undefined
  const { later, ...listed } = dated
  return later === undefined || asOf === undefined ? listed : { ...listed, leverage: leverageOn(dated, asOf) }
}

/**
 * The inverse fund or future that stands for a Select Sector SPDR.
 * @param asOf - session day; as listed in the table when absent
 * @returns undefined where there is none: XLRE has no future, XLC neither of the two, and none had one before its first session
 * @throws ConfigError when the symbol is no Select Sector SPDR, naming the nearest
 */
export function instrumentOf(symbol: string, kind: InstrumentKind, asOf?: SessionDay): Instrument | undefined {
  const dated = TABLE.find(({ fund }) => fund === symbol)?.[kind]
  if (dated !== undefined) return asOfDay(dated, asOf)
  const funds = familyOf('spdr').members.map((member) => member.symbol)
  if (!funds.includes(symbol))
    throw new ConfigError(
      `${kind} of ${quoted(symbol)}: is unknown, expected a Select Sector SPDR, the nearest is "${nearestName(symbol, funds) ?? ''}"`,
    )
  return undefined
}

/** Yearly fee of an inverse fund as a fraction of its assets; that of ERY is taken to be the same. */
export const INVERSE_FUND_FEE: Fact<number> = {
  value: 0.0095,
  asOf: '2025',
  source: 'expense ratio of SMN (portfolioslab.com, ainvest.com)',
}

/** An inverse fund as a rule to simulate it by, also before it was there. */
export type InverseFund = Pick<DatedInstrument, 'symbol' | 'leverage' | 'later'>

/** The inverse fund of a Select Sector SPDR; undefined for XLC, which has none, and for any other symbol. */
export function inverseFundOf(symbol: string): InverseFund | undefined {
  return TABLE.find(({ fund }) => fund === symbol)?.inverse
}

/** Leverage that the fund restores at the close of a day; that of its listing before it. */
export function leverageOn({ leverage, later }: InverseFund, day: SessionDay): number {
  return later !== undefined && day >= parseSession(later.from) ? later.leverage : leverage
}

/** What a decision is carried out with: the family's own funds, another kind of instrument, or another family's funds. */
export type Replacement = 'etf' | InstrumentKind | Family

/** What stands for a fund, with its leverage to it. */
export interface Stand {
  readonly symbol: string
  readonly leverage: number
}

/**
 * What stands for a fund of a family under a replacement, on a day: the fund itself (`etf`), its inverse or future, or the fund that
 * holds the same sector in another family. ICB's consumer sectors stand for their nearest ones of GICS.
 * @param asOf - session day; Infinity takes everything there ever was, instruments as listed
 * @returns a function of the fund's symbol, undefined where there is nothing that stands for it; it throws a ConfigError for a symbol
 *   that is not in the family on that day, and for inverses and futures of anything but Select Sector SPDRs
 */
export function substitutesOf(
  family: Family,
  replacement: Replacement,
  asOf: SessionDay,
): (symbol: string) => Stand | undefined {
  return (symbol) => {
    const member = memberAsOf(family, symbol, asOf)
    if (replacement === 'etf') return { symbol: member.symbol, leverage: 1 }
    if (typeof replacement === 'string')
      return instrumentOf(member.symbol, replacement, asOf === Infinity ? undefined : asOf)
    const fund = fundOfSector(replacement, member.sector, asOf)
    return fund === undefined ? undefined : { symbol: fund.symbol, leverage: 1 }
  }
}
