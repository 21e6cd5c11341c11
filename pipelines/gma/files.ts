import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { csvOf } from '../../src/export/csv.js'
import {
  hasArtifact,
  openEmptyFolder,
  removeArtifacts,
  requireWritable,
  writeArtifact,
  writeJson,
} from '../artifacts.js'
import type { GmaRun } from './gma.js'
import { gmaBand, gmaPage, gmaSurfacePicture } from './page.js'
import { fillText } from './parameters.js'
import type { GmaSurface } from './surface.js'

/** Files of the machine's folder. */
const FILES = {
  document: 'gma.json',
  steps: 'gma-steps.csv',
  band: 'gma-band.svg',
  page: 'gma.html',
  surface: 'gma-surface.csv',
  surfacePicture: 'gma-surface.svg',
} as const

/** A new folder, an empty one, or one with an earlier run of the machine. */
function openGmaFolder(folder: string): void {
  if (!hasArtifact(folder, FILES.document)) openEmptyFolder(folder)
}

/**
 * Looks whether {@link writeGma} may take a folder and can write there, and leaves nothing behind: for before the work is done.
 * @throws ConfigError when it holds anything but a run of the machine: nothing of anybody's is overwritten
 */
export function requireGmaFolder(folder: string): void {
  if (existsSync(folder)) openGmaFolder(folder)
  requireWritable(folder)
}

function stepsCsv({ document: { steps, parameters } }: GmaRun): string {
  const gmaOf = (symbol: string | null, gma: Readonly<Record<string, number>>): number =>
    symbol === null ? NaN : gma[symbol]
  return csvOf({
    date: steps.map(({ date }) => date),
    largest: steps.map(({ largest }) => largest ?? ''),
    largest_gma: steps.map(({ largest, gma }) => gmaOf(largest, gma)),
    selected: steps.map(({ selected }) => selected ?? ''),
    selected_gma: steps.map(({ selected, gma }) => gmaOf(selected, gma)),
    hurdle: steps.map(({ hurdle }) => hurdle),
    holding: steps.map(({ held }) => held),
    switched: steps.map(({ switched }) => switched),
    growth: steps.map(({ growth }) => growth),
    reason: steps.map(({ reason }) => reason),
    filled: steps.map(({ fillDate }) => fillDate ?? ''),
    fill: steps.map(() => parameters.fill),
  })
}

function cellsCsv({ cells, fill }: GmaSurface): string {
  const names = ['x', 'y', 'M', 'factor', 'growth', 'cagr', 'volatility', 'sharpe', 'maxDrawdown', 'switches'] as const
  return csvOf({
    ...Object.fromEntries(names.map((name) => [name, cells.map((cell) => cell[name])])),
    fill: cells.map(() => fillText(fill)),
  })
}

/**
 * Writes the document, the steps (date, largest, hurdle, holding, growth), the band and the page, and the surface where there is
 * one; each file whole or not at all.
 * @returns their paths
 * @throws ConfigError when one can not be written
 */
export function writeGma(folder: string, run: GmaRun): string[] {
  const { document } = run
  const { surface, name, simulated } = document
  const texts: Readonly<Record<string, string>> = {
    [FILES.steps]: stepsCsv(run),
    [FILES.band]: gmaBand(run),
    [FILES.page]: gmaPage(run),
    ...(surface === undefined
      ? {}
      : {
          [FILES.surface]: cellsCsv(surface),
          [FILES.surfacePicture]: gmaSurfacePicture(surface, name, simulated),
        }),
  }
  // Nothing of an earlier run goes before all of this one is there to be written.
  openGmaFolder(folder)
  removeArtifacts(folder, Object.values(FILES))
  // The document goes first: a folder without it would not be taken for one of the machine's again.
  writeJson(folder, FILES.document, document)
  for (const [file, text] of Object.entries(texts)) writeArtifact(folder, file, text)
  return [FILES.document, ...Object.keys(texts)].map((file) => join(folder, file))
}
