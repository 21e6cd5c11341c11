import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportRun } from '../../pipelines/export-run.js'
import { prepare } from '../../pipelines/prepare.js'
import { backtestStep, openExperiment, walkForwardStep } from '../../pipelines/run.js'
import { timed, type Benchmark, type Measurement } from './benchmark.js'

/** Folder of real data; SECTORCAST_DATA points elsewhere. */
const DATA = join(process.env.SECTORCAST_DATA ?? '../shared/data', 'us-sector-etfs')

/** The steps of the run on real funds, each on top of the one before. Nobody else does the same work: no peer. */
export const runBench: Benchmark = {
  name: 'run',
  workloads: [],
  peers: [],
  runs: 3,
  async measure() {
    const measurements: Measurement[] = []
    const out = mkdtempSync(join(tmpdir(), 'sectorcast-bench-'))
    try {
      const parsed = await openExperiment('experiments/us-sectors.yaml')
      const options = { data: DATA, out }
      await timed(measurements, 'read and compute features', () => prepare(parsed, { folder: DATA }, () => undefined))
      const walked = await timed(measurements, 'walk-forward', () => walkForwardStep(parsed, options))
      await timed(measurements, 'backtest', () => backtestStep(parsed, walked))
      await timed(measurements, 'export', () => exportRun(walked.folder))
      return measurements
    } finally {
      rmSync(out, { recursive: true, force: true })
    }
  },
}
