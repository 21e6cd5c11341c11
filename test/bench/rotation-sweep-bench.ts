import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openKernels } from '../../pipelines/kernel-threads.js'
import { rotationSweep, type RotationCell } from '../../src/backtest/rotation-sweep.js'
import { createMatrix, setColumn, type Matrix } from '../../src/core/matrix.js'
import { quantile } from '../../src/core/statistics.js'
import { timed, type Benchmark, type Measurement, type Peer } from './benchmark.js'
import { doubles, PERF_DATA, peerMissing, runPeer, scriptOf, workload } from './peers.js'

const TWO = 'sweep two threads'
const ONE = 'sweep one thread'
const THREADS: Readonly<Record<string, number>> = { [TWO]: 2, [ONE]: 1 }
/** Further calls, with warm code and threads; their median is a detail of the row. */
const WARM_CALLS = 7

/** What the peer tries: in its order, which is that of the cells. */
const OPTIONS = {
  lookbacks: Array.from({ length: 100 }, (_, i) => 5 + 5 * i),
  tops: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  everies: [1, 2, 3, 5, 10, 15, 21, 42, 63, 126],
  costBps: 5,
  ddof: 0,
} as const
/** The cell that the peer prints, and its best Sharpe ratio. */
const CHECK = { cell: (20 * 10 + 2) * 10 + 6, values: [9.82457015332009, 0.5343790277934611, -0.4415720915921808] }
const BEST_SHARPE = 0.8356338431207744
const TOLERANCE = 1e-10

const numba = (work: string, variant: string, name: string): Peer => ({
  work,
  name,
  script: 'rotation_sweep.py',
  args: [variant],
  modules: ['numba'],
  environment: {},
  seconds: (printed) => Number(printed.total_s),
})
const twoThreads = numba(TWO, 'numba2', 'numba, two threads, compiled before')

/** Every result of the peer, kept once. */
const REFERENCE = 'ref_w5'

function closesOf(): Matrix {
  const { S: nAssets, T: nDates } = workload('w5')
  const flat = doubles('w5_close')
  const closes = createMatrix(nDates, nAssets)
  for (let asset = 0; asset < nAssets; asset++)
    setColumn(closes, asset, flat.subarray(asset * nDates, (asset + 1) * nDates))
  return closes
}

const figuresOf = ({ equity, sharpe, maxDrawdown }: RotationCell): number[] => [equity, sharpe, maxDrawdown]

/**
 * Largest difference to the peer: of all 10,000 rotations where they have been kept, else of those that it prints.
 * @throws Error when it is beyond 1e-10
 */
function differenceToPeer(cells: readonly RotationCell[]): number {
  const own = [
    ...cells.flatMap(figuresOf),
    ...figuresOf(cells[CHECK.cell]),
    Math.max(...cells.map(({ sharpe }) => sharpe)),
  ]
  const isKept = existsSync(join(PERF_DATA, `${REFERENCE}.bin`))
  const all = isKept ? doubles(REFERENCE) : own.slice(0, 3 * cells.length)
  const theirs = [...all, ...CHECK.values, BEST_SHARPE]
  if (own.length !== theirs.length) throw new Error(`bug: ${own.length} results, the peer has ${theirs.length}`)
  return own.reduce((worst, value, i) => {
    const difference = Math.abs(value - theirs[i])
    if (!(difference <= TOLERANCE)) throw new Error(`result ${i} of the sweep: ${value}, the peer has ${theirs[i]}`)
    return Math.max(worst, difference)
  }, 0)
}

/**
 * W5 of the peers: 10,000 momentum rotations of eleven assets over 6,000 days. What is timed is the first call of a process, with the
 * compilation of the kernels and the start of the thread that helps; the peer is timed after its compilation.
 */
export const rotationSweepBench: Benchmark = {
  name: 'rotation-sweep',
  workloads: ['w5'],
  runs: 5,
  parts: [TWO, ONE],
  prepare: () => {
    if (peerMissing(twoThreads) !== undefined || existsSync(join(PERF_DATA, `${REFERENCE}.bin`))) return
    runPeer({
      ...twoThreads,
      folder: 'test/bench',
      script: 'rotation-sweep-peer.py',
      args: [scriptOf(twoThreads)],
    })
  },
  peers: [twoThreads, numba(ONE, 'numba', 'numba, one thread, compiled before')],
  async measure(part) {
    const closes = closesOf()
    const measurements: Measurement[] = []
    const { cells, kernels, close } = await timed(measurements, part, () => {
      const opened = openKernels(THREADS[part])
      return { cells: rotationSweep(closes, OPTIONS, opened.kernels), ...opened }
    })
    const seconds = Array.from({ length: WARM_CALLS }, () => {
      const start = performance.now()
      rotationSweep(closes, OPTIONS, kernels)
      return (performance.now() - start) / 1000
    })
    close()
    const details = { warmSeconds: quantile(seconds, 0.5), largestDifference: differenceToPeer(cells) }
    return measurements.map((measurement) => ({ ...measurement, details }))
  },
}
