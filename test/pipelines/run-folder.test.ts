import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RUN_FILES } from '../../pipelines/artifacts.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import type { DataProvenance } from '../../pipelines/provenance.js'
import { packageVersion, readRunHead, writeRunHead } from '../../pipelines/run-folder.js'
import { ArtifactError, ConfigError } from '../../src/core/errors.js'
import { smallExperiment } from '../fixtures/small-market.js'

const provenance: DataProvenance = {
  simulated: false,
  from: '2010-01-04',
  to: '2013-07-01',
  sessions: 900,
  symbols: ['AAA', 'BBB', 'CCC', 'DDD', 'MKT'],
  sha256: '0'.repeat(64),
  files: { 'AAA.csv': '1'.repeat(64) },
}
const { experiment } = await parseExperiment(smallExperiment(), 'experiment.yaml')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const text = (name: string): string => readFileSync(join(folder, name), 'utf8')

describe('a run folder', () => {
  it('begins with a manifest and the experiment', () => {
    writeRunHead(folder, experiment, provenance, 'prices')
    expect(readdirSync(folder).sort()).toEqual([RUN_FILES.experiment, RUN_FILES.manifest])
    expect(JSON.parse(text(RUN_FILES.manifest))).toEqual({
      schema: 'sectorcast.run/1',
      experiment: 'small',
      seed: 11,
      versions: { sectorcast: packageVersion(), node: process.version },
      data: { ...provenance, folder: 'prices' },
    })
  })

  it('reads back to the experiment with every default, whatever the defaults are by then', async () => {
    writeRunHead(folder, experiment, provenance, 'prices')
    const { manifest, parsed } = await readRunHead(folder)
    expect(parsed.experiment).toEqual(experiment)
    expect(manifest.data).toEqual({ ...provenance, folder: 'prices' })
    expect(text(RUN_FILES.experiment)).toContain('costBps: 5')
  })

  it('written twice it is equal bytes, and holds no time', () => {
    writeRunHead(folder, experiment, provenance, undefined)
    const first = text(RUN_FILES.manifest) + text(RUN_FILES.experiment)
    writeRunHead(folder, experiment, provenance, undefined)
    expect(text(RUN_FILES.manifest) + text(RUN_FILES.experiment)).toBe(first)
    expect(first).not.toMatch(/\d\d:\d\d/)
  })

  it('a simulated market has no folder', async () => {
    writeRunHead(folder, experiment, { ...provenance, simulated: true, files: {} }, undefined)
    expect((await readRunHead(folder)).manifest.data.folder).toBeNull()
  })

  it('the version is that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(packageVersion()).toBe(version)
  })
})

describe('readRunHead', () => {
  it('refuses a folder without a manifest', async () => {
    await expect(readRunHead(folder)).rejects.toThrow(ConfigError)
    await expect(readRunHead(folder)).rejects.toThrow(`"${folder}" has no run.json: run the step that writes it first`)
  })

  it.each([
    ['of another schema', '{"schema":"sectorcast.run/2","data":{}}'],
    ['without data', '{"schema":"sectorcast.run/1"}'],
    ['that is null', 'null'],
    ['that is a list', '[]'],
    ['that is a number', '7'],
  ])('refuses a manifest %s', async (_, manifest) => {
    writeRunHead(folder, experiment, provenance, 'prices')
    writeFileSync(join(folder, RUN_FILES.manifest), manifest)
    await expect(readRunHead(folder)).rejects.toThrow(ArtifactError)
    await expect(readRunHead(folder)).rejects.toThrow('run.json: not a manifest of schema sectorcast.run/1')
  })

  it('refuses a manifest that is cut off', async () => {
    writeRunHead(folder, experiment, provenance, 'prices')
    writeFileSync(join(folder, RUN_FILES.manifest), text(RUN_FILES.manifest).slice(0, 40))
    await expect(readRunHead(folder)).rejects.toThrow(ArtifactError)
  })

  it('refuses a manifest without its experiment, and an experiment that somebody edited wrongly', async () => {
    writeRunHead(folder, experiment, provenance, 'prices')
    const yaml = text(RUN_FILES.experiment)
    writeFileSync(join(folder, RUN_FILES.experiment), yaml.replace('horizon: 5', 'horizont: 5'))
    await expect(readRunHead(folder)).rejects.toThrow(/experiment\.yaml.*unknown key "horizont"/s)
    rmSync(join(folder, RUN_FILES.experiment))
    await expect(readRunHead(folder)).rejects.toThrow('has no experiment.yaml')
  })
})
