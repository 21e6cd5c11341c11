import { basename, dirname } from 'node:path'
import { familySchema, type FamilyDocument } from '../datasets/registry/family-schema.js'
import { families, familyOf, type Family } from '../datasets/registry/families.js'
import { sectorOf } from '../datasets/registry/sectors.js'
import { decodeText } from '../datasets/text/decode-text.js'
import { openDataFolder, type DataFile } from '../datasets/text/data-folder.js'
import { parseSession } from '../src/core/calendar.js'
import { asConfig, located } from './located.js'
import { schemaError } from './schema-error.js'
import { parseYaml, type YamlSource } from './yaml-source.js'

/** What the schema can not say: known sectors, each symbol and each sector once, an id that is free. */
function checkFamily(family: FamilyDocument, source: YamlSource): void {
  if (families.some(({ id }) => id === family.id))
    throw source.errorAt(['id'], `"${family.id}" is the name of a family that is built in`)
  const symbols = new Set<string>()
  const held = new Set<string>()
  for (const [
    i,
    { symbol, sector, firstSession, lastSession = firstSession, combines = [] },
  ] of family.members.entries()) {
    if (parseSession(lastSession) < parseSession(firstSession))
      throw source.errorAt(
        ['members', i, 'lastSession'],
        `"${lastSession}" lies before firstSession, "${firstSession}"`,
      )
    const { id } = located(source, ['members', i, 'sector'], () => sectorOf(sector))
    if (symbols.has(symbol)) throw source.errorAt(['members', i, 'symbol'], `"${symbol}" stands twice`)
    if (held.has(id)) throw source.errorAt(['members', i, 'sector'], `sector "${id}" has a fund already`)
    for (const [j, other] of combines.entries()) located(source, ['members', i, 'combines', j], () => sectorOf(other))
    symbols.add(symbol)
    held.add(id)
  }
}

/**
 * A family of the user's own. The file's name is the source of every fact in it.
 * @param text - YAML, as `family-schema.ts` lists it
 * @throws ConfigError naming file, line and field: an unknown key with the nearest, a wrong value, an unknown sector, a symbol or
 *   sector twice, the id of a built-in family
 */
export function parseFamilyYaml(text: string, file: string): Family {
  const source = parseYaml(text, file)
  const result = familySchema.safeParse(source.value)
  if (!result.success) throw schemaError(familySchema, result.error, source)
  const document = result.data
  checkFamily(document, source)
  const evidence = { source: file }
  const { id, label, issuer, scheme, base, weighting, coverage, expenseRatio, members } = document
  return {
    ...{ id, label, issuer, scheme, base, weighting },
    kind: 'funds',
    identity: evidence,
    firstSessions: evidence,
    ...(coverage === undefined ? {} : { coverage: { value: coverage, ...evidence } }),
    ...(expenseRatio === undefined ? {} : { expenseRatio: { value: expenseRatio, ...evidence } }),
    members: members.map(({ symbol, sector, firstSession, lastSession, label: name, combines }) => ({
      symbol,
      sector: sectorOf(sector).id,
      firstSession,
      ...(lastSession === undefined ? {} : { lastSession }),
      ...(name === undefined ? {} : { label: name }),
      ...(combines === undefined ? {} : { combines: combines.map((other) => sectorOf(other).id) }),
    })),
  }
}

/**
 * A file that the user names.
 * @throws DataError when it can not be read, ConfigError when its folder can not
 */
export function readNamedFile(path: string): DataFile {
  return openDataFolder(dirname(path)).read(basename(path))
}

/**
 * The family of an id, or of a file that ends in `.yaml` or `.yml`.
 * @throws ConfigError for an unknown id, with the nearest, and for a file that is missing or wrong
 */
export function familyNamed(name: string): Family {
  if (!/\.ya?ml$/i.test(name)) return familyOf(name)
  return asConfig(() => parseFamilyYaml(decodeText(readNamedFile(name)), name))
}
