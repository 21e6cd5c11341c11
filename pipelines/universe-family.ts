import { dirname, isAbsolute, join } from 'node:path'
import { stringify } from 'yaml'
import { familySchema, type FamilyDocument } from '../datasets/registry/family-schema.js'
import { familyOf, type Family } from '../datasets/registry/families.js'
import { sectorLabel } from '../datasets/registry/sectors.js'
import { decodeText } from '../datasets/text/decode-text.js'
import type { Experiment } from './experiment-schema.js'
import { parseFamilyYaml, readNamedFile } from './family-file.js'
import { asConfig, located } from './located.js'
import { parseYaml, type YamlSource } from './yaml-source.js'

type Universe = NonNullable<Experiment['universe']>

function readFamilyFile(path: string): FamilyDocument {
  const text = decodeText(readNamedFile(path))
  parseFamilyYaml(text, path)
  return familySchema.parse(parseYaml(text, path).value)
}

/**
 * The experiment with the family of a file written out in the file's place, so that it can be read without that file.
 * @param source - the experiment's own file: the family's path counts from its folder
 * @throws ConfigError naming file, line and field, of the family's file where the mistake is there
 */
export function withOwnFamily(experiment: Experiment, source: YamlSource): Experiment {
  const { universe } = experiment
  if (universe === undefined || !('family' in universe) || !/\.ya?ml$/i.test(universe.family)) return experiment
  const { family, benchmark } = universe
  const path = isAbsolute(family) ? family : join(dirname(source.file), family)
  const ownFamily = located(source, ['universe', 'family'], () => asConfig(() => readFamilyFile(path)))
  return { ...experiment, universe: { ownFamily, benchmark } }
}

/**
 * The family of a universe; undefined for one of another kind.
 * @throws ConfigError for an unknown name, with the nearest, and for what is wrong in a family written out
 */
export function universeFamily(universe: Universe): Family | undefined {
  if ('ownFamily' in universe) return parseFamilyYaml(stringify(universe.ownFamily, { lineWidth: 0 }), 'ownFamily')
  return 'family' in universe ? familyOf(universe.family) : undefined
}

/** Names of sectors as a reader knows them: the labels of the universe's family, or those of the registry. */
export function sectorNames(universe: Experiment['universe']): (sector: string) => string {
  const family = universe === undefined ? undefined : universeFamily(universe)
  const labels = new Map(family?.members.map(({ sector, label }) => [sector, label]))
  return (sector) => labels.get(sector) ?? sectorLabel(sector)
}
