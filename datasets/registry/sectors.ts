import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'
import { frenchIndustries } from './french.js'
import { vietnameseNames } from './vietnam.js'

/** A market sector under its canonical id. */
export interface Sector {
  readonly id: string
  readonly label: string
  /** Other names, compared without case, accents, spaces and punctuation. */
  readonly aliases: readonly string[]
}

/**
 * The eleven sectors of the Global Industry Classification Standard (MSCI and S&P, structure of 2018-09-28 and later). Names of
 * the Industry Classification Benchmark and of data vendors are aliases; what each scheme held at a time is in `schemes.ts`.
 */
export const sectors: readonly Sector[] = [
  {
    id: 'communication-services',
    label: 'Communication Services',
    aliases: [
      'communications',
      'communication',
      'telecommunication services',
      'telecommunications services',
      'telecommunications',
      'telecommunication',
      'telecoms',
      'telecom',
    ],
  },
  {
    id: 'consumer-discretionary',
    label: 'Consumer Discretionary',
    aliases: ['discretionary', 'consumer cyclical', 'consumer cyclicals', 'cyclicals', 'consumer services'],
  },
  {
    id: 'consumer-staples',
    label: 'Consumer Staples',
    aliases: ['staples', 'consumer defensive', 'consumer non-cyclical', 'consumer non-cyclicals', 'consumer goods'],
  },
  { id: 'energy', label: 'Energy', aliases: ['oil', 'oil & gas'] },
  {
    id: 'financials',
    label: 'Financials',
    aliases: ['financial', 'finance', 'financial services', 'banks', 'banking'],
  },
  { id: 'health-care', label: 'Health Care', aliases: ['health'] },
  { id: 'industrials', label: 'Industrials', aliases: ['industrial', 'industry'] },
  {
    id: 'information-technology',
    label: 'Information Technology',
    aliases: ['technology', 'tech', 'it', 'infotech'],
  },
  { id: 'materials', label: 'Materials', aliases: ['material', 'basic materials', 'basic material'] },
  { id: 'real-estate', label: 'Real Estate', aliases: ['reit', 'reits', 'realty'] },
  { id: 'utilities', label: 'Utilities', aliases: ['utility'] },
].map((sector) => ({
  ...sector,
  aliases: [...sector.aliases, ...vietnameseNames.filter(([id]) => id === sector.id).flatMap(([, names]) => names)],
}))

/** French's industries, which no other scheme's sectors correspond to: each is known by its id alone. */
const industries: readonly Sector[] = frenchIndustries.map(({ id, label }) => ({ id, label, aliases: [] }))

/** Folds what spellings differ in; `đ` has no decomposition and is folded by hand. */
function normalise(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('&', 'and')
    .replace(/[\s_.,/-]+/g, '')
}

const byName = new Map<string, Sector>(
  [...sectors, ...industries].flatMap((sector) =>
    [sector.id, ...sector.aliases].map((name): [string, Sector] => [normalise(name), sector]),
  ),
)

const byId = new Map([...industries, ...sectors].map((sector) => [sector.id, sector]))

/** The sector of a name: canonical id, label or alias, in any case, spacing and with or without diacritics; undefined for any other. */
export function findSector(name: string): Sector | undefined {
  return byName.get(normalise(name))
}

/**
 * The sector of a name, as {@link findSector} finds it.
 * @throws ConfigError for an unknown name, with the nearest
 */
export function sectorOf(name: string): Sector {
  const sector = findSector(name)
  if (sector === undefined) {
    const names = sectors.flatMap(({ id, aliases }) => [id, ...aliases])
    throw new ConfigError(`sector ${quoted(name)} is unknown, the nearest is "${nearestName(name, names) ?? ''}"`)
  }
  return sector
}

/** The label of a canonical id; whatever is no sector (cash, the benchmark) is its own label. */
export function sectorLabel(id: string): string {
  return byId.get(id)?.label ?? id
}
