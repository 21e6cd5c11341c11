import { ConfigError } from '../../src/core/errors.js'
import { NOTICE } from '../../src/export/notice.js'
import { textTable } from '../../src/export/text-table.js'
import { openPackagedExperiment } from '../run.js'
import { screen as screenMembers, type ScreenedSector } from '../screen.js'
import { printResult, textOf, wholeOf, withOptions, type Command } from './command.js'

const DEFAULT_EXPERIMENT = 'experiments/us-stocks.yaml'
const DEFAULT_FEATURES = 'relative_strength_63,relative_strength_126'

function share(value: number | null): string {
  return value === null ? 'unknown' : `${(100 * value).toFixed(1)}%`
}

function indexText({ rank, of, breadth, dispersion }: ScreenedSector): string {
  return `The sector itself: rank ${rank} of ${of}, breadth ${share(breadth)}, dispersion ${share(dispersion)}`
}

export const screen: Command = {
  command: 'screen [experiment]',
  describe: 'Rank the stocks of a sector, from an experiment whose sectors are made of stocks',
  builder: (argv) =>
    withOptions(
      argv.positional('experiment', {
        type: 'string',
        describe: `Experiment on stocks (YAML); the packaged ${DEFAULT_EXPERIMENT} when left out`,
      }),
      ['data', 'json'],
    )
      .option('sector', { type: 'string', describe: 'Sector, by any of its names', demandOption: true })
      .option('top', { type: 'string', describe: 'Members shown (default: 10)', requiresArg: true })
      .option('by', {
        type: 'string',
        describe: 'Features that make the score, with commas',
        default: DEFAULT_FEATURES,
      })
      .option('as-of', { type: 'string', describe: 'Session, YYYY-MM-DD (default: the last one)', requiresArg: true })
      .example('$0 screen --data DIR --sector financials --top 10', `with ${DEFAULT_EXPERIMENT}`),
  async handler(args, output) {
    const path = textOf(args, 'experiment')
    const { experiment } = await openPackagedExperiment(path, DEFAULT_EXPERIMENT)
    const folder = textOf(args, 'data')
    if (folder === undefined)
      throw new ConfigError(`experiment "${experiment.name}" reads files: say where they are with --data DIR`)
    const document = screenMembers(experiment, folder, {
      sector: textOf(args, 'sector') ?? '',
      top: wholeOf(args, 'top', 1, 100_000) ?? 10,
      by: (textOf(args, 'by') ?? DEFAULT_FEATURES).split(',').map((name) => name.trim()),
      asOf: textOf(args, 'as-of'),
    })
    printResult(args, output, document, () => {
      const { label, asOf, by, members, scored, index, top } = document
      const rows = top.map(({ rank, symbol, score, features, close }) => [
        String(rank),
        symbol,
        score.toFixed(3),
        ...by.map((name) => features[name].toFixed(4)),
        close.toFixed(2),
      ])
      return [
        `${label} at the close of ${asOf}: ${scored} of ${members} members scored`,
        ...(index === null ? [] : [indexText(index)]),
        '',
        textTable(['rank', 'symbol', 'score', ...by, 'close'], rows),
        '',
        NOTICE,
      ].join('\n')
    })
    return 0
  },
}
