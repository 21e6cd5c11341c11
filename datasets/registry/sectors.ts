import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'

/** A market sector under its canonical id. */
export interface Sector {
  readonly id: string
  readonly label: string
  /** Other names, compared without case, spaces, hyphens and underscores. */
  readonly aliases: readonly string[]
}

/** The eleven sectors of the Global Industry Classification Standard (MSCI and S&P, structure of 2018-09-28 and later). */
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
      'telecom',
    ],
  },
  {
    id: 'consumer-discretionary',
    label: 'Consumer Discretionary',
    aliases: ['discretionary', 'consumer cyclical', 'consumer cyclicals', 'cyclicals'],
  },
  {
    id: 'consumer-staples',
    label: 'Consumer Staples',
    aliases: ['staples', 'consumer defensive', 'consumer non-cyclicals'],
  },
  { id: 'energy', label: 'Energy', aliases: ['oil', 'oil & gas'] },
  { id: 'financials', label: 'Financials', aliases: ['financial', 'finance', 'financial services', 'banks'] },
  { id: 'health-care', label: 'Health Care', aliases: ['healthcare', 'health'] },
  { id: 'industrials', label: 'Industrials', aliases: ['industrial', 'industry'] },
  {
    id: 'information-technology',
    label: 'Information Technology',
    aliases: ['technology', 'tech', 'it'],
  },
  { id: 'materials', label: 'Materials', aliases: ['material', 'basic materials'] },
  { id: 'real-estate', label: 'Real Estate', aliases: ['reit', 'reits'] },
  { id: 'utilities', label: 'Utilities', aliases: ['utility'] },
]

function normalise(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '')
}

const byName = new Map<string, Sector>(
  sectors.flatMap((sector) =>
    [sector.id, ...sector.aliases].map((name): [string, Sector] => [normalise(name), sector]),
  ),
)

/**
 * The sector of a name: canonical id, label or alias, in any case and spacing.
 * @throws ConfigError for an unknown name, with the nearest
 */
export function sectorOf(name: string): Sector {
  const sector = byName.get(normalise(name))
  if (sector === undefined) {
    const names = sectors.flatMap(({ id, aliases }) => [id, ...aliases])
    throw new ConfigError(`sector "${name}" is unknown, the nearest is "${nearestName(name, names) ?? ''}"`)
  }
  return sector
}

/** The label of a canonical id; whatever is no sector (cash, the benchmark) is its own label. */
export function sectorLabel(id: string): string {
  return sectors.find((sector) => sector.id === id)?.label ?? id
}
