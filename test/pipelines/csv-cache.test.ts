import { existsSync, readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { loadData, type LoadedData } from '../../pipelines/load-data.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { temporaryFolder } from '../fixtures/command-line.js'

const root = temporaryFolder()
const data = join(root, 'data')
const cache = join(root, 'cache')
const before = process.env.SECTORCAST_CACHE
const SYMBOLS = Array.from({ length: 120 }, (_, s) => `S${s}`)
const first = parseSession('2020-01-01')

function bars(symbol: string, scale: number): string {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const price = (scale + ((i * 7) % 11)).toFixed(2)
    return `${formatSession(first + i)},${price},${price},${price},${price},${1000 + i}`
  })
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n${symbol === 'S7' ? '\n' : ''}`
}

const text = `name: many
hypothesis: none
data: { source: csv, folder: prices, from: 2020-01-15 }
universe: { benchmark: MKT, sectors: { ${SYMBOLS.map((symbol) => `${symbol}: energy`).join(', ')} } }
horizon: 5
features: [momentum_5]
walkForward: { from: 2020-06-01 }
models: { ridge: {} }
`

async function load(messages: string[] = []): Promise<LoadedData> {
  const { experiment } = await parseExperiment(text, 'many.yaml')
  return loadData(experiment, { folder: data }, (message) => messages.push(message))
}

beforeAll(() => {
  process.env.SECTORCAST_CACHE = cache
  mkdirSync(join(data, 'prices'), { recursive: true })
  for (const [i, symbol] of [...SYMBOLS, 'MKT'].entries())
    writeFileSync(join(data, 'prices', `${symbol}.csv`), bars(symbol, 10 + i))
})
afterAll(() => {
  if (before === undefined) delete process.env.SECTORCAST_CACHE
  else process.env.SECTORCAST_CACHE = before
})

describe('many files of prices', () => {
  it('are kept in the cache, which answers with the same panel and the same checksums', async () => {
    const read = await load()
    expect(readdirSync(cache)).toHaveLength(1)
    const [entry] = readdirSync(cache)
    const stored = readFileSync(join(cache, entry, 'entry.bin'))
    const again = await load()
    expect(again).toEqual(read)
    expect(Object.keys(again.provenance.files)).toContain('prices/S7.csv')
    expect(readFileSync(join(cache, entry, 'entry.bin')).equals(stored)).toBe(true)
  })

  it('are read anew when one of them changed, and when an entry is damaged', async () => {
    const old = await load()
    writeFileSync(join(data, 'prices', 'S3.csv'), bars('S3', 99))
    const changed = await load()
    expect(changed.provenance.sha256).not.toBe(old.provenance.sha256)
    const column = changed.panel.assets.indexOf('S3')
    expect(changed.panel.fields.close.data[column]).not.toBe(old.panel.fields.close.data[column])
    const [entry] = readdirSync(cache)
    const file = join(cache, entry, 'matrix-0.bin')
    const bytes = readFileSync(file)
    bytes[1000] ^= 1
    writeFileSync(file, bytes)
    const messages: string[] = []
    expect(await load(messages)).toEqual(changed)
    expect(messages.join('\n')).toContain('cache: ')
  })

  it('are read without it where it is off', async () => {
    process.env.SECTORCAST_CACHE = 'off'
    const plain = await load()
    process.env.SECTORCAST_CACHE = cache
    expect(await load()).toEqual(plain)
    expect(existsSync(join(data, 'cache'))).toBe(false)
  })
})
