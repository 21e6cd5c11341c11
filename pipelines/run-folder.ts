import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { ArtifactError, ConfigError } from '../src/core/errors.js'
import {
  MODELS_FOLDER,
  readJson,
  readText,
  removeArtifacts,
  RUN_FILES,
  RUN_SCHEMA,
  writeArtifact,
} from './artifacts.js'
import { parseExperiment, type ParsedExperiment } from './experiment.js'
import type { Experiment } from './experiment-schema.js'
import type { DataProvenance } from './provenance.js'

/** Schema of `run.json`. */
const MANIFEST_SCHEMA = `${RUN_SCHEMA}1`

/** What a run folder says about itself: who made it, from what. No times, so that equal runs are equal bytes. */
export interface RunManifest {
  readonly schema: string
  readonly experiment: string
  readonly seed: number
  readonly versions: { readonly sectorcast: string; readonly node: string }
  readonly data: DataProvenance & {
    /** Folder the files were read from, as it was given; null for a simulated market. */
    readonly folder: string | null
  }
}

/** Version of this package. */
export function packageVersion(): string {
  const manifest = new URL('../../package.json', import.meta.url)
  const own = import.meta.url.endsWith('.ts') ? new URL('../package.json', import.meta.url) : manifest
  return (JSON.parse(readFileSync(own, 'utf8')) as { version: string }).version
}

/**
 * Writes what a run folder begins with: its manifest and the experiment with every default filled in. Whatever another run left
 * there goes: its results would contradict them. What the same run left stays, so that `train` and the steps share a folder.
 */
export function writeRunHead(
  folder: string,
  experiment: Experiment,
  data: DataProvenance,
  dataFolder: string | undefined,
): void {
  const manifest: RunManifest = {
    schema: MANIFEST_SCHEMA,
    experiment: experiment.name,
    seed: experiment.seed,
    versions: { sectorcast: packageVersion(), node: process.version },
    data: { ...data, folder: dataFolder ?? null },
  }
  const head = {
    [RUN_FILES.manifest]: `${JSON.stringify(manifest, null, 2)}\n`,
    [RUN_FILES.experiment]: stringify(experiment, { lineWidth: 0 }),
  }
  const isSame = Object.entries(head).every(([name, text]) => {
    const path = join(folder, name)
    return existsSync(path) && readFileSync(path, 'utf8') === text
  })
  // The manifest goes last: a folder without one, but with anything else, would not be taken for a run folder again.
  const { manifest: manifestFile, ...others } = RUN_FILES
  if (!isSame) removeArtifacts(folder, [...Object.values(others), MODELS_FOLDER, manifestFile])
  for (const [name, text] of Object.entries(head)) writeArtifact(folder, name, text)
}

/** What later steps rely on in a manifest; the rest is for people. */
const manifestSchema = z.looseObject({
  schema: z.literal(MANIFEST_SCHEMA),
  data: z.looseObject({ sha256: z.string(), files: z.record(z.string(), z.string()), folder: z.string().nullable() }),
})

/**
 * The manifest and the experiment of a run folder.
 * @throws ConfigError when it is none, ArtifactError when what it holds is damaged
 */
export async function readRunHead(folder: string): Promise<{ manifest: RunManifest; parsed: ParsedExperiment }> {
  const manifest = manifestSchema.safeParse(readJson(folder, RUN_FILES.manifest))
  if (!manifest.success)
    throw new ArtifactError(`${join(folder, RUN_FILES.manifest)}: not a manifest of schema ${MANIFEST_SCHEMA}`)
  const text = readText(folder, RUN_FILES.experiment)
  const parsed = await parseExperiment(text, join(folder, RUN_FILES.experiment)).catch((error: unknown) => {
    // The file was written by a run, not by a person: what is wrong with it is damage.
    throw error instanceof ConfigError ? new ArtifactError(error.message) : error
  })
  return { manifest: manifest.data as unknown as RunManifest, parsed }
}
