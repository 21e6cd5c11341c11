import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import type { PhasePreferences } from '../../src/regimes/phase-preferences.js'
import { quoted } from '../text/quoted.js'
import type { Evidence } from './families.js'

/** Marks of a published table, with the preference that each stands for. */
const MARKS = { '++': 2, '+': 1, '0': 0, '-': -1, '--': -2 } as const
type Mark = keyof typeof MARKS

/** Which sectors each phase of the business cycle has favoured, as somebody published it. */
export interface PhaseTable {
  readonly id: string
  readonly label: string
  readonly source: string
  /** Year it was published: whoever follows it before looks ahead. */
  readonly published: number
  /** Of the marks. */
  readonly evidence: Evidence
  readonly note: string
  readonly preferences: PhasePreferences
}

type Row = readonly [sector: string, early: Mark, mid: Mark, late: Mark, recession: Mark]

function preferencesOf(rows: readonly Row[]): PhasePreferences {
  return Object.fromEntries(
    rows.map(([sector, early, mid, late, recession]) => [
      sector,
      { early: MARKS[early], mid: MARKS[mid], late: MARKS[late], recession: MARKS[recession] },
    ]),
  )
}

const fidelity: PhaseTable = {
  id: 'fidelity',
  label: 'Fidelity, The Business Cycle Approach to Equity Sector Investing',
  source:
    'Emsbo-Mattingly, Hofschire, Litvak and Lund-Wilde (2014), The Business Cycle Approach to Equity Sector Investing, Fidelity Investments, on US equities since 1962',
  published: 2014,
  evidence: { fromMemory: true },
  note: 'signs of each row, in order, agree with eresearch.fidelity.com (Sectors & Industries, Business Cycle); telecommunication services stand for communication services; real estate was no sector then',
  preferences: preferencesOf([
    ['communication-services', '--', '0', '0', '++'],
    ['consumer-discretionary', '++', '-', '--', '0'],
    ['consumer-staples', '0', '0', '+', '++'],
    ['energy', '--', '0', '++', '0'],
    ['financials', '+', '0', '0', '0'],
    ['health-care', '0', '0', '++', '++'],
    ['industrials', '++', '+', '0', '--'],
    ['information-technology', '+', '+', '--', '--'],
    ['materials', '+', '--', '++', '0'],
    ['utilities', '--', '-', '+', '++'],
  ]),
}

const stovall: PhaseTable = {
  id: 'stovall',
  label: "Stovall, Standard & Poor's Guide to Sector Investing",
  source: "Stovall (1996), Standard & Poor's Guide to Sector Investing, McGraw-Hill",
  published: 1996,
  evidence: { fromMemory: true },
  note: 'five stages in four phases: late contraction and early expansion are early, middle expansion is mid, late expansion is late, early contraction is recession; a sector that a stage does not name has no mark; transportation and capital goods stand for industrials, consumer cyclicals for consumer discretionary; real estate was no sector then',
  preferences: preferencesOf([
    ['communication-services', '0', '0', '0', '+'],
    ['consumer-discretionary', '+', '0', '0', '0'],
    ['consumer-staples', '0', '0', '+', '0'],
    ['energy', '0', '0', '+', '0'],
    ['financials', '+', '0', '0', '0'],
    ['health-care', '0', '0', '+', '0'],
    ['industrials', '+', '+', '0', '0'],
    ['information-technology', '+', '0', '0', '0'],
    ['materials', '0', '+', '0', '0'],
    ['utilities', '0', '0', '0', '+'],
  ]),
}

/** Every table there is. */
export const phaseTables: readonly PhaseTable[] = [stovall, fidelity]

/**
 * The table of an id.
 * @throws ConfigError for an unknown one, naming the nearest
 */
export function phaseTableOf(id: string): PhaseTable {
  const table = phaseTables.find((candidate) => candidate.id === id)
  if (table !== undefined) return table
  const nearest = nearestName(id, phaseTables.map((candidate) => candidate.id)) // prettier-ignore
  throw new ConfigError(`phase preferences ${quoted(id)} are unknown, the nearest are "${nearest ?? ''}"`)
}
