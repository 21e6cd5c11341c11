import { reportText } from '../report-text.js'
import { runExperiment } from '../run.js'
import { printResult, runOptions, textOf, withExperiment, type Command } from './command.js'

export const run: Command = {
  command: 'run [experiment]',
  describe: 'Run an experiment from data to heatmap and report (default: the simulated market)',
  builder: (argv) =>
    withExperiment(argv, ['data', 'out', 'threads', 'seed', 'holdings', 'json'])
      .example('$0 run', 'the simulated market that comes with the package')
      .example('$0 run experiments/us-sectors.yaml --data prices --out runs/us', 'real funds from prices/XLK.csv, ...')
      .example('$0 run my.yaml --data prices --holdings mine.csv', 'what to trade, given what you hold'),
  async handler(args, output) {
    const document = await runExperiment(textOf(args, 'experiment'), runOptions(args, output))
    printResult(args, output, document, () => reportText(document))
    return 0
  },
}
