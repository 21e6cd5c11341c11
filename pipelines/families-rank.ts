import { parseFundamentalSnapshot } from '../datasets/companies/fundamental-snapshot.js'
import { parseConstituents, parseSectorWeights, type ConstituentList } from '../datasets/registry/constituents.js'
import { families, type Family } from '../datasets/registry/families.js'
import { rankFamilies, type FamilyScore } from '../datasets/registry/family-criteria.js'
import { quoted } from '../datasets/text/quoted.js'
import { formatSession, parseSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { constituentWeights, sectorWeights, type Weighting } from '../src/panel/constituent-weights.js'
import { representativeness } from '../src/panel/representativeness.js'
import { askedDay } from './asked-day.js'
import { familyNamed, readNamedFile } from './family-file.js'

/** What families are judged by, beside the registry. Files by path. */
export interface RankQuestion {
  readonly asOf: string | undefined
  /** A family more: a YAML file. */
  readonly family: string | undefined
  readonly members: string | undefined
  readonly fundamentals: string | undefined
  readonly economy: string | undefined
}

/** How one way of weighting the same companies stands for the economy. */
interface SchemeWeights {
  readonly weighting: Weighting
  readonly representativeness: number
  /** Weight by canonical sector id. */
  readonly sectors: Readonly<Record<string, number>>
}

/** Representativeness of the three weightings, with what it was made of. */
interface Representation {
  /** Date of the economy's weights, null where the file has none. */
  readonly economyDate: string | null
  readonly companies: number
  /** Rows that could not be used, and companies without a market capitalisation. */
  readonly leftOut: number
  readonly schemes: readonly SchemeWeights[]
}

interface RankedFamily extends FamilyScore {
  readonly rank: number
  readonly weighting: Weighting
  /** Share of the market that the base index covers. */
  readonly coverage: number | null
  readonly expenseRatio: number | null
  /** Of the family's weighting on the companies given; null without them. */
  readonly representativeness: number | null
}

export interface RankDocument {
  readonly asOf: string
  readonly ranking: readonly RankedFamily[]
  readonly representation: Representation | null
}

/** The last day on which anything in the registry changed: what is judged without a day is the registry as it stands. */
function registryDay(): SessionDay {
  const days = families.flatMap(({ members }) =>
    members.flatMap(({ firstSession, lastSession, renamed }) =>
      [firstSession, lastSession, renamed?.from].filter((day) => day !== undefined),
    ),
  )
  return Math.max(...days.map(parseSession))
}

function hasFigures({ companies }: ConstituentList): boolean {
  return companies.some(({ sales, cashFlow, bookValue, dividends }) =>
    [sales, cashFlow, bookValue, dividends].some((figure) => figure !== undefined && figure > 0),
  )
}

function represent({ members, fundamentals, economy }: RankQuestion, asOf: SessionDay): Representation | null {
  if (members === undefined && economy === undefined) {
    if (fundamentals !== undefined) throw new ConfigError('--fundamentals has no effect without --members')
    return null
  }
  if (members === undefined || economy === undefined)
    throw new ConfigError(
      `--${members === undefined ? 'members' : 'economy'} is missing: representativeness needs both`,
    )
  const reference = parseSectorWeights(readNamedFile(economy), asOf)
  const snapshot = fundamentals === undefined ? undefined : parseFundamentalSnapshot(readNamedFile(fundamentals), asOf)
  const list = parseConstituents(readNamedFile(members), snapshot?.companies)
  const companies = list.companies.filter(({ marketCap = NaN }) => marketCap > 0)
  if (companies.length === 0)
    throw new ConfigError(
      `--members ${quoted(members)} has no market capitalisation: name a file that has, with --fundamentals`,
    )
  const weightings: Weighting[] = ['market-cap', 'equal', ...(hasFigures(list) ? (['fundamental'] as const) : [])]
  const names = companies.map(({ sector }) => sector)
  return {
    economyDate: reference.date ?? null,
    companies: companies.length,
    leftOut: list.leftOut.length + list.companies.length - companies.length,
    schemes: weightings.map((weighting) => {
      const weights = sectorWeights(names, constituentWeights(weighting, companies))
      return {
        weighting,
        representativeness: representativeness(weights, reference.weights),
        sectors: Object.fromEntries([...weights].sort(([, a], [, b]) => b - a)),
      }
    }),
  }
}

/**
 * Ranks the fund families of the registry, and one of the user's own, by the three criteria of `family-criteria.ts`; with companies
 * and an economy's weights also says how well each way of weighting stands for that economy.
 * @throws ConfigError for a date, family or combination of files that makes no sense
 * @throws DataError on anything wrong in the files
 */
export function rankFamiliesAsked(question: RankQuestion): RankDocument {
  const asOf = question.asOf === undefined ? registryDay() : askedDay(question.asOf, 'as-of')
  const own = question.family === undefined ? [] : [familyNamed(question.family)]
  const judged = [...families, ...own].filter(({ kind }) => kind === 'funds')
  const representation = represent(question, asOf)
  const byId = new Map(judged.map((family): [string, Family] => [family.id, family]))
  const ranking = rankFamilies([...byId.values()], asOf).map((score, i): RankedFamily => {
    const family = byId.get(score.family)
    if (family === undefined) throw new Error('bug: a family was ranked that was not asked for')
    const { weighting, coverage, expenseRatio } = family
    const scheme = representation?.schemes.find((candidate) => candidate.weighting === weighting)
    return {
      rank: i + 1,
      ...score,
      weighting,
      coverage: coverage?.value ?? null,
      expenseRatio: expenseRatio?.value ?? null,
      representativeness: scheme?.representativeness ?? null,
    }
  })
  return { asOf: formatSession(asOf), ranking, representation }
}
