import { join } from 'node:path'
import { defaultThreads } from '../run-jobs.js'
import { openExperiment, startRun } from '../run.js'
import { modelFile, trainModels } from '../trained-models.js'
import { dataSummary } from '../provenance.js'
import { printResult, runOptions, textOf, withExperiment, type Command } from './command.js'

export const train: Command = {
  command: 'train [experiment]',
  describe: 'Fit every model on all labelled rows and save the models',
  builder: (argv) =>
    withExperiment(argv, ['data', 'out', 'threads', 'seed', 'json']).example(
      '$0 train experiments/us-sectors.yaml --data prices --out runs/live',
      'then every day: score runs/live',
    ),
  async handler(args, output) {
    const options = runOptions(args, output)
    const parsed = await openExperiment(textOf(args, 'experiment'), options.seed)
    const { folder, prepared } = await startRun(parsed, options)
    const threads = options.threads ?? defaultThreads()
    await trainModels(parsed.experiment, prepared, folder, threads, output.progress)
    const { name, seed, horizon, models } = parsed.experiment
    const data = dataSummary(prepared.provenance)
    const artifacts = Object.fromEntries(
      Object.keys(models).map((model) => [modelFile(model), join(folder, modelFile(model))]),
    )
    printResult(args, output, { experiment: name, seed, data, horizon, artifacts }, () =>
      [
        `Trained on ${data.from} to ${data.to}${data.simulated ? ' (simulated)' : ''}:`,
        ...Object.values(artifacts),
      ].join('\n'),
    )
    return 0
  },
}
