import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openDataFolder } from '../../datasets/text/data-folder.js'
import { cacheFolder, readPanelCached, type CachedPanelRequest } from '../../pipelines/panel-cache.js'
import { DataError } from '../../src/core/errors.js'
import { createMatrix } from '../../src/core/matrix.js'
import { encodeRecord } from '../../src/core/records.js'
import { BAR_FIELDS, type BarField, type Panel } from '../../src/panel/panel.js'
import { temporaryFolder } from '../fixtures/command-line.js'

const root = temporaryFolder()
const data = join(root, 'data')
const cache = join(root, 'cache')
const names = ['A.csv', 'B.csv']
let reads = 0
let said: string[] = []

/** A panel that tells which bytes it was made of; NaN and -0 among it. */
function panelOf(text: string): Panel {
  const matrix = (k: number): ReturnType<typeof createMatrix> => {
    const made = createMatrix(3, 2)
    made.data.set([k, -0, text.charCodeAt(0), 1 / 3, 5e-324])
    return made
  }
  return {
    dates: Int32Array.of(-1, 0, 20_000),
    assets: ['A', '__proto__'],
    sectors: ['energy', 'utilities'],
    benchmark: 'B',
    fields: Object.fromEntries(BAR_FIELDS.map((field, i) => [field, matrix(i)])) as Record<
      BarField,
      Panel['fields']['open']
    >,
    series: { 'benchmark.close': Float64Array.of(1, NaN, 3), 'a: b': Float64Array.of(4, 5, 6) },
    assetSeries: { 'pe/ratio': matrix(9) },
    simulated: true,
  }
}

type Notes = readonly string[]

function request(more: Partial<CachedPanelRequest<Notes>> = {}): CachedPanelRequest<Notes> {
  const folder = openDataFolder(data)
  return {
    folder,
    names,
    options: { adjusted: true },
    read() {
      reads++
      const read = names.map((name) => folder.read(name))
      const files = Object.fromEntries(read.map(({ sha256 }, i) => [names[i], sha256]))
      return { panel: panelOf(new TextDecoder().decode(read[0].bytes)), files, beside: ['a row was left out'] }
    },
    ...more,
  }
}

const readOnce = (
  more?: Partial<CachedPanelRequest<Notes>>,
  place: string | undefined = cache,
): ReturnType<typeof readPanelCached<Notes>> => readPanelCached(request(more), (message) => said.push(message), place)

/** Files that were last changed long ago. */
function write(first: string): void {
  for (const [name, content] of [
    ['A.csv', first],
    ['B.csv', 'b'],
  ]) {
    writeFileSync(join(data, name), content)
    utimesSync(join(data, name), 1, 1)
  }
}

beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(data, { recursive: true })
  write('x')
  reads = 0
  said = []
})

const entryFiles = (): string[] =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bin'))
    .map((name) => join(cache, name))

describe('readPanelCached', () => {
  it('gives the same panel to the bit, its files and what stood beside it, without reading again', async () => {
    const first = await readOnce()
    const second = await readOnce()
    expect([first.fromCache, second.fromCache, reads]).toEqual([false, true, 1])
    expect({ ...second, fromCache: false }).toStrictEqual(first)
    expect(Object.keys(second.files)).toEqual(names)
    expect(said).toEqual([])
  })

  it('reads again what has changed, and what is asked for in another way', async () => {
    await readOnce()
    write('y')
    const changed = await readOnce()
    expect([changed.fromCache, changed.panel.fields.open.data[2]]).toEqual([false, 'y'.charCodeAt(0)])
    expect((await readOnce()).fromCache).toBe(true)
    expect((await readOnce({ options: { adjusted: false } })).fromCache).toBe(false)
    expect((await readOnce({ names: ['A.csv'] })).fromCache).toBe(false)
    expect(said).toEqual(['cache: the files changed while they were read; nothing is noted'])
  })

  it('notes nothing of files that change while they are read', async () => {
    const { read } = request()
    const changing = { read: () => (write('z'), read()) }
    expect((await readOnce(changing)).fromCache).toBe(false)
    expect(said).toEqual(['cache: the files changed while they were read; nothing is noted'])
    expect((await readOnce()).fromCache).toBe(false)
  })

  it('a changed byte anywhere in the cache is noticed, and the entry written again', async () => {
    const { panel } = await readOnce()
    const files = entryFiles()
    expect(files).toHaveLength(1 + BAR_FIELDS.length + 1)
    for (const file of files) {
      const whole = readFileSync(file)
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
        const damaged = Buffer.from(whole)
        damaged[at] ^= 1
        writeFileSync(file, damaged)
        said = []
        const again = await readOnce()
        expect([again.fromCache, again.panel]).toStrictEqual([false, panel])
        expect(said).toHaveLength(1)
        expect(said[0]).toMatch(/^cache: .*; the files are read again$/)
        expect((await readOnce()).fromCache).toBe(true)
      }
    }
  })

  it('cut off, empty, too long and missing parts are noticed', async () => {
    const { panel } = await readOnce()
    const damages: readonly ((file: string) => void)[] = [
      (file) => truncateSync(file, 20),
      (file) => truncateSync(file, 0),
      (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(8)])),
      (file) => rmSync(file),
    ]
    for (const file of entryFiles())
      for (const damage of damages) {
        damage(file)
        const again = await readOnce()
        expect([again.fromCache, again.panel]).toStrictEqual([false, panel])
        expect((await readOnce()).fromCache).toBe(true)
      }
  })

  it.each([null, {}, { sources: [], checksums: [] }, { sources: [], checksums: [], panel: { assets: 1 } }])(
    'an entry of right checksum and other content, %j',
    async (header) => {
      await readOnce()
      const [entry] = entryFiles().filter((file) => file.endsWith('entry.bin'))
      writeFileSync(entry, encodeRecord({ kind: 'panel', header, arrays: { dates: Int32Array.of(1) } }))
      expect((await readOnce()).fromCache).toBe(false)
      expect((await readOnce()).fromCache).toBe(true)
    },
  )

  it('a cache that can not be written is said and no error', async () => {
    const file = join(root, 'file')
    writeFileSync(file, '')
    expect((await readOnce({}, file)).fromCache).toBe(false)
    expect(said.at(-1)).toMatch(/^cache: .*ENOTDIR/)
  })

  it('without a cache every read reads', async () => {
    await readPanelCached(request(), (message) => said.push(message), undefined)
    await readPanelCached(request(), (message) => said.push(message), undefined)
    expect([reads, said]).toEqual([2, []])
  })

  it('what is wrong with the files is said as without a cache', async () => {
    await readOnce()
    rmSync(join(data, 'B.csv'))
    await expect(readOnce()).rejects.toThrow(DataError)
    await expect(readOnce()).rejects.toThrow(/B\.csv: no such file/)
  })
})

describe('cacheFolder', () => {
  it.each([
    [{ SECTORCAST_CACHE: 'here', XDG_CACHE_HOME: '/xdg' }, 'here'],
    [{ SECTORCAST_CACHE: 'off', XDG_CACHE_HOME: '/xdg' }, undefined],
    [{ SECTORCAST_CACHE: '', XDG_CACHE_HOME: '/xdg' }, join('/xdg', 'sectorcast')],
    [{ XDG_CACHE_HOME: 'relative' }, join(homedir(), '.cache', 'sectorcast')],
    [{}, join(homedir(), '.cache', 'sectorcast')],
  ])('%j', (environment, folder) => {
    expect(cacheFolder(environment)).toBe(folder)
  })
})
