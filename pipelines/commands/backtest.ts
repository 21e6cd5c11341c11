import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../src/core/errors.js'
import { RUN_FILES } from '../artifacts.js'
import { reportText } from '../report-text.js'
import { backtestRun, backtestStep, openExperiment, walkForwardStep, type RunOptions } from '../run.js'
import type { RunReport } from '../report.js'
import { rotationSweepText } from '../sweep/text.js'
import { runRotationSweep, type RotationSweepDocument } from '../sweep/rotation-sweep.js'
import { openRotationSweep } from '../sweep/schema.js'
import { positionalOf, printResult, runOptions, withOptions, type Command } from './command.js'

async function backtestTarget(
  target: string,
  options: RunOptions,
): Promise<{ readonly report: RunReport; readonly folder: string }> {
  if (existsSync(join(target, RUN_FILES.manifest))) {
    const ignored = (['out', 'seed', 'threads'] as const).find((name) => options[name] !== undefined)
    if (ignored !== undefined)
      throw new ConfigError(`--${ignored} has no effect on a run folder: it holds its forecasts already`)
    return { report: await backtestRun(target, options), folder: target }
  }
  const parsed = await openExperiment(target, options.seed)
  const walked = await walkForwardStep(parsed, options)
  return { report: backtestStep(parsed, walked, options.progress), folder: walked.folder }
}

/** Why options of other runs say nothing to a sweep. */
const NOT_OF_SWEEPS = {
  out: 'it writes no folder, --json prints all there is',
  threads: 'it runs on one thread',
  holdings: 'it looks back and decides nothing for today',
} as const

/** The result of a sweep of rotations; undefined where the target is none. */
async function sweepTarget(target: string, options: RunOptions): Promise<RotationSweepDocument | undefined> {
  const parsed = openRotationSweep(target, options.seed)
  if (parsed === undefined) return undefined
  const ignored = (Object.keys(NOT_OF_SWEEPS) as (keyof typeof NOT_OF_SWEEPS)[]).find(
    (name) => options[name] !== undefined,
  )
  if (ignored !== undefined) throw new ConfigError(`--${ignored} has no effect on a sweep: ${NOT_OF_SWEEPS[ignored]}`)
  return runRotationSweep(parsed, options.data, options.progress ?? (() => undefined))
}

export const backtest: Command = {
  command: 'backtest <run>',
  describe:
    'Second step of a run: decisions, trades and risk metrics, of a run folder or an experiment; or a sweep of rotations',
  builder: (argv) =>
    withOptions(
      argv.positional('run', { type: 'string', describe: 'Run folder with forecasts, or an experiment file' }),
      ['data', 'out', 'threads', 'seed', 'holdings', 'json'],
    )
      .example('$0 backtest runs/us', 'the forecasts in runs/us')
      .example('$0 backtest experiments/us-sectors.yaml --data prices', 'forecasts first, then the same')
      .example('$0 backtest experiments/industry-momentum.yaml --data french', 'a sweep: momentum rotations alone'),
  async handler(args, output) {
    const target = positionalOf(args, 'run')
    const options = runOptions(args, output)
    const sweep = await sweepTarget(target, options)
    if (sweep !== undefined) {
      printResult(args, output, sweep, () => rotationSweepText(sweep))
      return 0
    }
    const { report, folder } = await backtestTarget(target, options)
    const { weights, decisions, trades, events, equity, portfolios, report: reportFile } = RUN_FILES
    const names = [weights, decisions, trades, events, equity, portfolios, reportFile]
    const artifacts = Object.fromEntries(names.map((name) => [name, join(folder, name)]))
    printResult(args, output, { ...report, artifacts }, () => reportText({ ...report, artifacts }))
    return 0
  },
}
