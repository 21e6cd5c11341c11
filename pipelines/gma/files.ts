import { join } from 'node:path'
import { csvOf } from '../../src/export/csv.js'
import { hasArtifact, openEmptyFolder, removeArtifacts, writeArtifact, writeJson } from '../artifacts.js'
import type { GmaRun } from './gma.js'
import { gmaBand, gmaPage, gmaSurfacePicture } from './page.js'
import type { SurfaceCell } from './surface.js'

/** Files of the machine's folder. */
const FILES = {
  document: 'gma.json',
  steps: 'gma-steps.csv',
  band: 'gma-band.svg',
  page: 'gma.html',
  surface: 'gma-surface.csv',
  surfacePicture: 'gma-surface.svg',
} as const

/**
 * Takes a new folder, an empty one, or one with an earlier run of the machine.
 * @throws ConfigError when it holds anything else: nothing of anybody's is overwritten
 */
export function openGmaFolder(folder: string): void {
  if (!hasArtifact(folder, FILES.document)) openEmptyFolder(folder)
}

function stepsCsv({ document: { steps } }: GmaRun): string {
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
  })
}

function cellsCsv(cells: readonly SurfaceCell[]): string {
  const names = ['x', 'y', 'M', 'factor', 'growth', 'cagr', 'volatility', 'sharpe', 'maxDrawdown', 'switches'] as const
  return csvOf(Object.fromEntries(names.map((name) => [name, cells.map((cell) => cell[name])])))
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
  removeArtifacts(folder, Object.values(FILES))
  const texts: Readonly<Record<string, string>> = {
    [FILES.steps]: stepsCsv(run),
    [FILES.band]: gmaBand(run),
    [FILES.page]: gmaPage(run),
    ...(surface === undefined
      ? {}
      : {
          [FILES.surface]: cellsCsv(surface.cells),
          [FILES.surfacePicture]: gmaSurfacePicture(surface, name, simulated),
        }),
  }
  // The document goes first: a folder without it would not be taken for one of the machine's again.
  writeJson(folder, FILES.document, document)
  for (const [file, text] of Object.entries(texts)) writeArtifact(folder, file, text)
  return [FILES.document, ...Object.keys(texts)].map((file) => join(folder, file))
}
