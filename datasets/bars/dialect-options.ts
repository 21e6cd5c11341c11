import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'
import { BAR_COLUMNS, BAR_DIALECTS, type BarColumn, type BarDialect, type NumberStyle } from './dialects.js'

/** Fields that are taken as they are stated. */
const PLAIN = ['delimiter', 'dateOrder', 'compactDates', 'order', 'missing', 'mayLack', 'useAdjustedClose'] as const

/** A dialect as an experiment states it: a known one, and what differs from it. */
export interface DialectOptions
  extends Partial<Pick<NumberStyle, 'decimal' | 'suffixes'>>, Partial<Pick<BarDialect, (typeof PLAIN)[number]>> {
  /** Name of a known dialect; `standard` when absent. */
  readonly base?: string
  /** `none` takes the base's separator away. */
  readonly thousands?: NonNullable<NumberStyle['thousands']> | 'none'
  /** Name or names of single columns. */
  readonly columns?: Readonly<Partial<Record<BarColumn, string | readonly string[]>>>
  readonly headerless?: readonly (BarColumn | 'skip')[]
}

function knownDialect(name: string): BarDialect {
  const found = BAR_DIALECTS.find((dialect) => dialect.name === name)
  if (found !== undefined) return found
  const nearest = nearestName(
    name,
    BAR_DIALECTS.map((dialect) => dialect.name),
  )
  throw new ConfigError(`dialect ${quoted(name)} is unknown, the nearest is "${nearest ?? ''}"`)
}

function requireColumnNames(names: readonly string[], what: string): void {
  const unknown = names.find((name) => !(BAR_COLUMNS as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new ConfigError(
      `${what}: column ${quoted(unknown)} is unknown, the nearest is "${nearestName(unknown, BAR_COLUMNS) ?? ''}"`,
    )
}

function columnsOf(base: BarDialect, given: NonNullable<DialectOptions['columns']>): BarDialect['columns'] {
  requireColumnNames(Object.keys(given), 'dialect.columns')
  const columns = new Map<string, readonly string[]>(Object.entries(base.columns))
  for (const [column, names] of Object.entries(given)) {
    const list = typeof names === 'string' ? [names] : names
    if (list.length === 0 || list.some((name) => name.trim() === ''))
      throw new ConfigError(`dialect.columns.${column}: has no name, expected the name of a column`)
    columns.set(column, list)
  }
  return Object.fromEntries(columns) as BarDialect['columns']
}

function requireHeaderless(columns: readonly string[]): void {
  const named = columns.filter((column) => column !== 'skip')
  requireColumnNames(named, 'dialect.headerless')
  const twice = named.find((column, i) => named.indexOf(column) !== i)
  if (twice !== undefined) throw new ConfigError(`dialect.headerless: column "${twice}" stands twice`)
}

/** Gives a column that the base does not know a name, so that a file without header may have it. */
function withNames(columns: BarDialect['columns'], stated: readonly string[]): BarDialect['columns'] {
  const nameless = BAR_COLUMNS.filter((column) => stated.includes(column) && columns[column].length === 0)
  return { ...columns, ...Object.fromEntries(nameless.map((column) => [column, [column]])) }
}

function numbersOf(base: NumberStyle, options: DialectOptions): NumberStyle {
  const { decimal = base.decimal, suffixes = base.suffixes, thousands = base.thousands ?? 'none' } = options
  if (thousands === decimal)
    throw new ConfigError(`dialect: decimal and thousands are both ${quoted(decimal)}, expected two characters`)
  return { decimal, suffixes, ...(thousands === 'none' ? {} : { thousands }) }
}

/**
 * The dialect of a name, or of a name and what differs from it.
 * @throws ConfigError for an unknown dialect or column (naming the nearest), columns without a name or twice, and decimals
 *   and thousands of one character
 */
export function dialectOf(options: string | DialectOptions): BarDialect {
  if (typeof options === 'string') return knownDialect(options)
  const { base: name = 'standard', columns, headerless } = options
  const base = knownDialect(name)
  if (headerless !== undefined) requireHeaderless(headerless)
  const stated = PLAIN.filter((field) => options[field] !== undefined).map((field) => [field, options[field]])
  const named = columns === undefined ? base.columns : columnsOf(base, columns)
  return {
    ...base,
    ...(Object.fromEntries(stated) as Partial<BarDialect>),
    columns: headerless === undefined ? named : withNames(named, headerless),
    numbers: numbersOf(base.numbers, options),
    ...(headerless === undefined ? {} : { headerless }),
  }
}
