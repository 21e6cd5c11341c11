import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openKernels } from '../../pipelines/kernel-threads.js'
import { quantile } from '../../src/core/statistics.js'
import { sliceRows, type Matrix } from '../../src/core/matrix.js'
import type { Columns } from '../../src/features/compute-stages.js'
import { openFeatureStream, sessionOf } from '../../src/features/feature-stream.js'
import { runStages } from '../../src/features/run-stages.js'
import type { Panel } from '../../src/panel/panel.js'
import { timed, type Benchmark, type Measurement, type Peer } from './benchmark.js'
import { PEER_FEATURES, planOf, THREE_HUNDRED, workloadPanel } from './features-workload.js'
import { doubles, PERF_DATA, peerMissing, runPeer } from './peers.js'

const SMALL = 'small'
const LARGE = 'large'
const LIVE = 'live update'
const MANY = '300 features'
const THREADS = 2
/** Seconds of calls that make buffers and code warm, and calls of which the median counts. */
const WARM_UP = 1
const CALLS = 15
const UPDATES = 300

const features = PEER_FEATURES.map(([, name]) => name)

const pandas = (work: string | readonly string[], name: string): Peer => ({
  work,
  name: 'pandas rolling',
  script: 'features.py',
  args: ['pandas', name],
  modules: ['pandas'],
  environment: {},
  seconds: (printed) => Number(printed.total_s),
})
const smallPeer = pandas(SMALL, 'w3a')

const isDumped = (name: string): boolean => existsSync(join(PERF_DATA, `ref_${name}_csr_252.bin`))

/**
 * Largest difference to the peer's outputs, in units of max(1, |value|), where the peer's have been dumped.
 * @throws Error when it is beyond 1e-9, or other values are missing
 */
function differenceToPeer(columns: Columns, name: string): Record<string, number> {
  if (!isDumped(name)) return {}
  let largestDifference = 0
  for (const [peer, feature] of PEER_FEATURES) {
    const column = columns.get(feature)
    if (column === undefined) throw new Error(`bug: ${feature} was not computed`)
    const { rows, cols, data } = column
    const reference = doubles(`ref_${name}_${peer}`)
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++) {
        const [own, other] = [data[row * cols + col], reference[col * rows + row]]
        if (Number.isNaN(own) && Number.isNaN(other)) continue
        const difference = Math.abs(own - other) / Math.max(1, Math.abs(other))
        if (!(difference <= 1e-9)) throw new Error(`${feature} of ${name}, row ${row}: ${own}, the peer has ${other}`)
        largestDifference = Math.max(largestDifference, difference)
      }
  }
  return { largestDifference }
}

/** Rows 0 ... end - 1 of a panel of closes and volumes. */
function headOf(panel: Panel, end: number): Panel {
  const head = (matrix: Matrix): Matrix => sliceRows(matrix, 0, end)
  const close = head(panel.fields.close)
  const fields = { open: close, high: close, low: close, close, volume: head(panel.fields.volume) }
  const series = { 'benchmark.close': panel.series['benchmark.close'].slice(0, end) }
  return { ...panel, dates: panel.dates.slice(0, end), fields, series }
}

function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** First call and warm calls of the same 50 features on a workload. */
async function batches(name: string, first: string, warm: string): Promise<Measurement[]> {
  let recycled: Columns = new Map()
  const panel = workloadPanel(name)
  const cells = panel.fields.close.data.length
  const bytes = 8 * (2 * cells + panel.dates.length + features.length * cells)
  const measurements: Measurement[] = []
  const { kernels, close } = await timed(measurements, first, () => {
    const opened = openKernels(THREADS)
    recycled = runStages(planOf(features, panel), panel, opened.kernels)
    return opened
  })
  const plan = planOf(features, panel)
  const seconds: number[] = []
  const begin = performance.now()
  while (seconds.length < CALLS) {
    const start = performance.now()
    recycled = runStages(plan, panel, kernels, recycled)
    if (start - begin > 1000 * WARM_UP) seconds.push((performance.now() - start) / 1000)
  }
  measurements.push({ work: warm, seconds: quantile(seconds, 0.5), peakMemoryBytes: peakMemory() })
  close()
  return measurements.map((measurement) => ({
    ...measurement,
    details: { peakOverInputAndOutput: measurement.peakMemoryBytes / bytes, ...differenceToPeer(recycled, name) },
  }))
}

/** One bar after another on 2,000 symbols: the 95th percentile, equal to the batch to the last bit. */
function liveUpdates(): Measurement[] {
  const panel = workloadPanel('w3b')
  const plan = planOf(features, panel)
  const { kernels, close } = openKernels(THREADS)
  const batch = runStages(plan, panel, kernels)
  const start = panel.dates.length - UPDATES
  const stream = openFeatureStream(plan, headOf(panel, start), kernels)
  const seconds: number[] = []
  for (let row = start; row < panel.dates.length; row++) {
    const session = sessionOf(panel, row)
    const begin = performance.now()
    const { values } = stream.append(session)
    seconds.push((performance.now() - begin) / 1000)
    for (const [i, feature] of features.entries()) {
      const column = batch.get(feature)
      const expected = column?.data.subarray(row * column.cols, (row + 1) * column.cols)
      if (expected?.every((value, col) => Object.is(value, values[i][col])) !== true)
        throw new Error(`live ${feature} of row ${row} differs from the batch`)
    }
  }
  close()
  const details = { p50: quantile(seconds, 0.5), max: Math.max(...seconds), updates: UPDATES }
  return [{ work: LIVE, seconds: quantile(seconds, 0.95), peakMemoryBytes: peakMemory(), details }]
}

/** Three hundred features of eleven symbols in one plan, from nothing. */
async function threeHundred(): Promise<Measurement[]> {
  const panel = workloadPanel('w3a')
  const measurements: Measurement[] = []
  await timed(measurements, MANY, () => {
    const { kernels, close } = openKernels(THREADS)
    runStages(planOf(THREE_HUNDRED, panel), panel, kernels)
    close()
  })
  return measurements
}

/**
 * The 50 features of the peers' workloads W3a (11 symbols x 6,500 sessions) and W3b (2,000 x 2,500): the first call of a process
 * with everything that it needs, and later calls that use buffers again; live updates; a plan of 300 features.
 */
export const featuresBench: Benchmark = {
  name: 'features',
  workloads: ['w3a', 'w3b'],
  runs: 3,
  // Large next to the large peer: each begins with memory that the other has just given back.
  parts: [LARGE, SMALL, LIVE, MANY],
  // The peer's own outputs on the small workload: ours are compared with them in every run.
  prepare: () => {
    if (peerMissing(smallPeer) === undefined && !isDumped('w3a')) runPeer(smallPeer, { DUMP: '1' })
  },
  peers: [smallPeer, pandas(['large warm', 'large first'], 'w3b')],
  async measure(part) {
    if (part === SMALL) return batches('w3a', 'small first', SMALL)
    if (part === LARGE) return batches('w3b', 'large first', 'large warm')
    return part === LIVE ? liveUpdates() : threeHundred()
  },
}
