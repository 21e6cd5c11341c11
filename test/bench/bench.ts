import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import yargs from 'yargs'
import { nearestName } from '../../src/core/nearest.js'
import { median } from '../../src/core/statistics.js'
import { textTable } from '../../src/export/text-table.js'
import type { Benchmark, Measurement } from './benchmark.js'
import { featuresBench } from './features-bench.js'
import { gradientBoostingBench } from './gradient-boosting-bench.js'
import { lstmBench } from './lstm-bench.js'
import { ensureWorkloads, PERF_DATA, peerMissing, runPeer } from './peers.js'
import { readBench } from './read-bench.js'
import { rotationSweepBench } from './rotation-sweep-bench.js'
import { runBench } from './run-bench.js'

/** Every benchmark there is; the first one runs when none is named. */
const BENCHMARKS: readonly Benchmark[] = [
  runBench,
  gradientBoostingBench,
  lstmBench,
  readBench,
  featuresBench,
  rotationSweepBench,
]

interface Timing {
  readonly median: number
  readonly min: number
  readonly runs: number
}

interface Row {
  readonly work: string
  readonly ours: Timing
  readonly peer: (Timing & { readonly name: string }) | null
  /** Seconds of the peer over ours: above 1 we are faster. */
  readonly ratio: number | null
  readonly peakMemoryBytes: number
  readonly peerMissing?: string
}

function timing(seconds: readonly number[]): Timing {
  return { median: median(seconds), min: Math.min(...seconds), runs: seconds.length }
}

function say(message: string): void {
  process.stderr.write(`${message}\n`)
}

/** Measures once in a process of its own, so that memory and warm code of one run do not serve the next. */
function measureAlone({ name, parts = [''] }: Benchmark): Measurement[] {
  return parts.flatMap((part) => {
    const args = [fileURLToPath(import.meta.url), name, '--child', '--part', part]
    const printed = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PERF_DATA },
    })
    return JSON.parse(printed) as Measurement[]
  })
}

/** The largest of each further number over the runs. */
function largestDetails(measurements: readonly Measurement[]): Record<string, number> {
  const details = new Map<string, number>()
  for (const measurement of measurements)
    for (const [key, value] of Object.entries(measurement.details ?? {}))
      details.set(key, Math.max(value, details.get(key) ?? -Infinity))
  return Object.fromEntries(details)
}

/** Ours and the peers in turn, so that a slow spell of the machine meets both. */
function compare(benchmark: Benchmark, runs: number): Row[] {
  ensureWorkloads(benchmark.workloads)
  benchmark.prepare?.()
  const missing = new Map(benchmark.peers.map((peer) => [peer, peerMissing(peer)]))
  const ours = new Map<string, Measurement[]>()
  const theirs = new Map(benchmark.peers.map((peer): [typeof peer, number[]] => [peer, []]))
  for (let run = 1; run <= runs; run++) {
    say(`run ${run} of ${runs}: ours`)
    for (const measurement of measureAlone(benchmark))
      ours.set(measurement.work, [...(ours.get(measurement.work) ?? []), measurement])
    for (const [peer, seconds] of theirs) {
      if (missing.get(peer) !== undefined) continue
      say(`run ${run} of ${runs}: ${peer.name}`)
      seconds.push(runPeer(peer))
    }
  }
  return [...ours].map(([work, measurements]): Row => {
    const mine = timing(measurements.map((measurement) => measurement.seconds))
    const peer = benchmark.peers.find((candidate) => [candidate.work].flat().includes(work))
    const own = benchmark.against?.[work]
    const seconds = own === undefined ? peer && theirs.get(peer) : ours.get(own)?.map((other) => other.seconds)
    const name = own === undefined ? peer?.name : `our own ${own}`
    const other = name === undefined || !seconds?.length ? null : { name, ...timing(seconds) }
    const reason = peer === undefined ? undefined : missing.get(peer)
    return {
      work,
      ours: mine,
      peer: other,
      ratio: other === null ? null : other.median / mine.median,
      peakMemoryBytes: Math.max(...measurements.map(({ peakMemoryBytes }) => peakMemoryBytes)),
      ...(reason === undefined ? {} : { peerMissing: reason }),
      ...largestDetails(measurements),
    }
  })
}

function tableOf(rows: readonly Row[]): string {
  return textTable(
    ['work', 'ours s', 'min s', 'peer s', 'ratio', 'peak MiB', 'peer'],
    rows.map(({ work, ours, peer, ratio, peakMemoryBytes, peerMissing: reason }) => [
      work,
      ours.median.toFixed(2),
      ours.min.toFixed(2),
      peer === null ? '-' : peer.median.toFixed(2),
      ratio === null ? '-' : ratio.toFixed(2),
      (peakMemoryBytes / 2 ** 20).toFixed(0),
      peer?.name ?? reason ?? 'none',
    ]),
  )
}

async function main(): Promise<void> {
  const args = await yargs(process.argv.slice(2))
    .usage('npm run bench -- [NAME] [--json] [--runs N]')
    .option('json', { type: 'boolean', default: false })
    .option('runs', { type: 'number' })
    .option('child', { type: 'boolean', default: false, hidden: true })
    .option('part', { type: 'string', default: '', hidden: true })
    .strictOptions()
    .parse()
  const name = String(args._[0] ?? BENCHMARKS[0].name)
  const benchmark = BENCHMARKS.find((candidate) => candidate.name === name)
  if (benchmark === undefined) {
    const names = BENCHMARKS.map((candidate) => candidate.name)
    say(`benchmark "${name}" is unknown, the nearest is "${nearestName(name, names) ?? ''}" of ${names.join(', ')}`)
    process.exitCode = 2
    return
  }
  if (args.child) {
    process.stdout.write(JSON.stringify(await benchmark.measure(args.part)))
    return
  }
  const rows = compare(benchmark, args.runs ?? benchmark.runs)
  process.stdout.write(`${args.json ? JSON.stringify({ bench: name, rows }, null, 2) : tableOf(rows)}\n`)
}

try {
  await main()
} catch (error) {
  // A child has told its own reason already.
  say((error as Error).message.split('\n')[0])
  process.exitCode = 1
}
