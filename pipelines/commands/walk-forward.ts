import { modelReports, modelTable } from '../model-report.js'
import { openExperiment, walkForwardStep } from '../run.js'
import { foldsOf } from '../walk-forward.js'
import { RUN_FILES } from '../artifacts.js'
import { join } from 'node:path'
import { dataSummary } from '../provenance.js'
import { printResult, runOptions, textOf, withExperiment, type Command } from './command.js'

export const walkForward: Command = {
  command: 'walk-forward [experiment]',
  describe: 'First step of a run: out-of-sample forecasts of every model',
  builder: (argv) =>
    withExperiment(argv, ['data', 'out', 'threads', 'seed', 'json']).example(
      '$0 walk-forward experiments/us-sectors.yaml --data prices --out runs/us',
      'then: backtest runs/us',
    ),
  async handler(args, output) {
    const options = runOptions(args, output)
    const parsed = await openExperiment(textOf(args, 'experiment'), options.seed)
    const { folder, prepared, forecasts } = await walkForwardStep(parsed, options)
    const { name, seed, horizon } = parsed.experiment
    const data = dataSummary(prepared.provenance)
    const models = modelReports(forecasts, prepared.target)
    const document = {
      experiment: name,
      seed,
      data,
      horizon,
      folds: foldsOf(parsed, prepared.panel.dates).length,
      models,
      artifacts: { [RUN_FILES.forecasts]: join(folder, RUN_FILES.forecasts) },
    }
    printResult(args, output, document, () =>
      [modelTable(models, data.simulated), '', `Forecasts: ${document.artifacts[RUN_FILES.forecasts]}`].join('\n'),
    )
    return 0
  },
}
