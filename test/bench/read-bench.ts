import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readPanelFast, type PanelFiles } from '../../datasets/bars/fast-panel.js'
import { openDataFolder } from '../../datasets/text/data-folder.js'
import { readPanelCached, type PanelFromFiles } from '../../pipelines/panel-cache.js'
import { BAR_FIELDS, type Panel } from '../../src/panel/panel.js'
import { timed, type Benchmark, type Measurement } from './benchmark.js'
import { PERF_DATA } from './peers.js'
import { ensureReadFolder, READ_FOLDER, readSymbols, SESSIONS, SYMBOLS } from './read-workload.js'

const FIRST = 'first read'
const CACHED = 'cached read'
const UNCACHED = 'read without cache'
const CACHE = join(PERF_DATA, 'read-cache')

/** Bytes of the numbers of a panel: dates, fields, series. */
function panelBytes({ dates, fields, series }: Panel): number {
  const arrays = [dates, ...BAR_FIELDS.map((field) => fields[field].data), ...Object.values(series)]
  return arrays.reduce((sum, array) => sum + array.byteLength, 0)
}

/** The panel of all files; the last symbol is the benchmark. */
async function readAll(cache: string | undefined): Promise<PanelFromFiles<null> & { readonly fromCache: boolean }> {
  const sources = readSymbols().map((symbol) => ({ symbol, file: `${symbol}.csv`, sector: 'none' }))
  const options: PanelFiles = { assets: sources.slice(0, -1), benchmark: sources[sources.length - 1], adjusted: true }
  const folder = openDataFolder(READ_FOLDER)
  const read = (): PanelFromFiles<null> => {
    const found = readPanelFast(folder, options)
    if (found === undefined) throw new Error('the files of the benchmark are not plain')
    return { panel: found.panel, files: Object.fromEntries(found.files), beside: null }
  }
  const request = { folder, names: sources.map(({ file }) => file), options, read }
  return readPanelCached(request, (message) => process.stderr.write(`${message}\n`), cache)
}

/**
 * Reading 2,000 symbols x 2,500 daily rows into a panel. The first read parses the files and writes the cache, the cached
 * read is that of another process afterwards. The third row is a read that uses no cache.
 */
export const readBench: Benchmark = {
  name: 'read',
  workloads: [],
  runs: 3,
  prepare: ensureReadFolder,
  parts: [FIRST, CACHED, UNCACHED],
  peers: [
    {
      work: FIRST,
      name: 'pandas.read_csv in a loop',
      folder: 'test/bench',
      script: 'read-peer.py',
      args: [basename(READ_FOLDER)],
      modules: ['pandas'],
      environment: {},
      seconds: (printed) => Number(printed.seconds),
    },
  ],
  against: { [CACHED]: FIRST },
  async measure(part) {
    if (part === FIRST) rmSync(CACHE, { recursive: true, force: true })
    const measurements: Measurement[] = []
    const { panel, fromCache } = await timed(measurements, part, () => readAll(part === UNCACHED ? undefined : CACHE))
    if (fromCache !== (part === CACHED)) throw new Error(`${part}: the cache was ${fromCache ? '' : 'not '}used`)
    if (panel.dates.length !== SESSIONS || panel.assets.length !== SYMBOLS - 1)
      throw new Error(`${part}: not all is there`)
    const bytes = panelBytes(panel)
    return measurements.map((measurement) => ({
      ...measurement,
      details: { panelBytes: bytes, peakOverPanel: measurement.peakMemoryBytes / bytes },
    }))
  },
}
