import { join } from 'node:path'
import { simulatedMarketOf } from '../sources/simulated.js'
import { openExperiment } from '../run.js'
import { requireSimulatedFolder, writeSimulatedMarket } from '../write-simulated.js'
import { ConfigError } from '../../src/core/errors.js'
import { positionalOf, printResult, runOptions, textOf, withOptions, type Command } from './command.js'

export const simulate: Command = {
  command: 'simulate <folder>',
  describe: "Write an experiment's simulated market as CSV files, with the planted truth beside them",
  builder: (argv) =>
    withOptions(argv.positional('folder', { type: 'string', describe: 'Empty or new folder' }), ['seed', 'json'])
      .option('experiment', {
        type: 'string',
        describe: 'Experiment file (default: the packaged one)',
        requiresArg: true,
      })
      .example('$0 simulate prices --seed 3', 'prices/SIM-TECH.csv, ..., prices/truth.json'),
  async handler(args, output) {
    const folder = positionalOf(args, 'folder')
    requireSimulatedFolder(folder)
    const { experiment } = await openExperiment(textOf(args, 'experiment'), runOptions(args, output).seed)
    const market = simulatedMarketOf(experiment)
    if (market === undefined) throw new ConfigError(`experiment "${experiment.name}" has no simulated market`)
    const files = writeSimulatedMarket(folder, market)
    printResult(args, output, { folder, files }, () => files.map((file) => join(folder, file)).join('\n'))
    return 0
  },
}
