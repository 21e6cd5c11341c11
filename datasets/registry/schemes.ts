import { parseSession, type SessionDay } from '../../src/core/calendar.js'

/** A classification of companies whose top level is known here. */
export type SectorScheme = 'GICS' | 'ICB'

/** A sector as one scheme calls it. */
export interface SchemeSector {
  /** Canonical sector id. */
  readonly sector: string
  /** The scheme's own name. */
  readonly label: string
  /** Set where the scheme draws the line elsewhere than the canonical sector does. */
  readonly approximate?: true
}

interface DatedSector extends SchemeSector {
  /** First day, YYYY-MM-DD; from the beginning of the scheme when absent. */
  readonly from?: string
  /** First day on which it is no more. */
  readonly until?: string
}

/**
 * GICS (MSCI and S&P, from 1999). Both changes took effect after the close of the day named, which is the first day here: as of a
 * session always means at its close. 2016-09-16: Real Estate out of Financials; 2018-09-28: Telecommunication Services became
 * Communication Services and took in media and internet companies. Source: the two press releases of S&P Dow Jones Indices and MSCI.
 */
const GICS: readonly DatedSector[] = [
  { sector: 'energy', label: 'Energy' },
  { sector: 'materials', label: 'Materials' },
  { sector: 'industrials', label: 'Industrials' },
  { sector: 'consumer-discretionary', label: 'Consumer Discretionary' },
  { sector: 'consumer-staples', label: 'Consumer Staples' },
  { sector: 'health-care', label: 'Health Care' },
  { sector: 'financials', label: 'Financials' },
  { sector: 'information-technology', label: 'Information Technology' },
  { sector: 'communication-services', label: 'Telecommunication Services', approximate: true, until: '2018-09-28' },
  { sector: 'communication-services', label: 'Communication Services', from: '2018-09-28' },
  { sector: 'utilities', label: 'Utilities' },
  { sector: 'real-estate', label: 'Real Estate', from: '2016-09-16' },
]

const ELEVEN = '2019-07-01'

/**
 * ICB (FTSE and Dow Jones, from 2005-01): ten industries, and eleven in the structure of 2019-07-01 (FTSE Russell, ICB structure
 * document; indices followed until 2021). Of the older ten, which Dow Jones' US sector indices kept, Consumer Goods holds cars and
 * household goods beside food, and Consumer Services holds food and drug retail beside shops, media and travel: their canonical
 * sectors are the nearest ones, not the same ones.
 */
const ICB: readonly DatedSector[] = [
  { sector: 'energy', label: 'Oil & Gas', until: ELEVEN },
  { sector: 'energy', label: 'Energy', from: ELEVEN },
  { sector: 'materials', label: 'Basic Materials' },
  { sector: 'industrials', label: 'Industrials' },
  { sector: 'consumer-staples', label: 'Consumer Goods', approximate: true, until: ELEVEN },
  { sector: 'consumer-staples', label: 'Consumer Staples', from: ELEVEN },
  { sector: 'health-care', label: 'Health Care' },
  { sector: 'consumer-discretionary', label: 'Consumer Services', approximate: true, until: ELEVEN },
  { sector: 'consumer-discretionary', label: 'Consumer Discretionary', from: ELEVEN },
  { sector: 'communication-services', label: 'Telecommunications', approximate: true },
  { sector: 'utilities', label: 'Utilities' },
  { sector: 'financials', label: 'Financials' },
  { sector: 'information-technology', label: 'Technology' },
  { sector: 'real-estate', label: 'Real Estate', from: ELEVEN },
]

const SCHEMES: Readonly<Record<SectorScheme, readonly DatedSector[]>> = { GICS, ICB }

/**
 * The sectors of a scheme as it stood at the close of a day. Days before the scheme existed see its first structure: the funds of
 * 1998 were sorted into it later.
 */
export function schemeSectorsAsOf(scheme: SectorScheme, asOf: SessionDay): SchemeSector[] {
  return SCHEMES[scheme]
    .filter(
      ({ from, until }) =>
        (from === undefined || parseSession(from) <= asOf) && (until === undefined || asOf < parseSession(until)),
    )
    .map(({ sector, label, approximate }) => ({ sector, label, ...(approximate === undefined ? {} : { approximate }) }))
}

/** What a scheme calls a sector on a day; undefined when it has no such sector then. */
export function schemeLabel(scheme: SectorScheme, sector: string, asOf: SessionDay): string | undefined {
  return schemeSectorsAsOf(scheme, asOf).find((candidate) => candidate.sector === sector)?.label
}
