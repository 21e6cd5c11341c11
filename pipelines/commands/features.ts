import { BAR_DIALECTS } from '../../datasets/bars/dialects.js'
import { formatSession } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { textTable } from '../../src/export/text-table.js'
import { askedDay } from '../asked-day.js'
import { isAdjustedHere } from '../experiment-data.js'
import { openBarsFolder } from '../feature-folder.js'
import { listFeatures, type FeatureList } from '../feature-list.js'
import { splitFeatureNames } from '../feature-names.js'
import { checkFeatureOutput } from '../feature-output.js'
import { counted, shareText } from '../feature-text.js'
import { writeFeatures, type FeatureDocument, type FeatureSource } from '../features.js'
import { openKernels } from '../kernel-threads.js'
import { loadData } from '../load-data.js'
import type { Progress } from '../progress.js'
import { openExperiment } from '../run.js'
import { defaultThreads } from '../run-jobs.js'
import { printResult, textOf, withOptions, type Arguments, type Command } from './command.js'

const DIALECTS = BAR_DIALECTS.map(({ name }) => name).join(', ')
/** What says how a bare folder is read, which an experiment says itself. */
const FOLDER_OPTIONS = ['family', 'benchmark', 'file', 'dialect', 'faults'] as const
/** What says what is computed, and where it goes. */
const COMPUTE_OPTIONS = ['folder', 'data', 'out', 'features', 'from', 'to', 'experiment', ...FOLDER_OPTIONS] as const

/** The formulas stand behind the table: they are as long as they are. */
function listText({ features }: FeatureList): string {
  const rows = features.map(({ usage, lookback, width }) => [usage, String(lookback), width])
  const [header, rule, ...lines] = textTable(['feature', 'sessions', 'per'], rows).split('\n')
  const width = rule.length
  const table = [`${header.padEnd(width)}  formula`, `${rule}  -------`, ...lines.map((line) => line.padEnd(width))]
  return [
    ...table.map((line, i) => (i < 2 ? line : `${line}  ${features[i - 2].formula}`)),
    '',
    `${features.length === 1 ? '1 kind of feature' : `${features.length} kinds of features`}; sessions that each needs at its example, such as ${features[0].name}`,
  ].join('\n')
}

function documentText({
  rows,
  symbols,
  from,
  to,
  benchmark,
  simulated,
  features,
  notes,
  out,
}: FeatureDocument): string {
  const table = features.map(({ name, from: first, missing }) => [name, first ?? 'never', shareText(missing)])
  return [
    `${counted(rows, 'row')}: ${counted(symbols, 'symbol')}, ${from ?? ''} to ${to ?? ''}, against ${benchmark}`,
    ...(simulated ? ['Simulated prices: nothing here happened.'] : []),
    ...notes,
    '',
    textTable(['feature', 'from', 'missing'], table),
    ...(out === null ? [] : ['', out]),
  ].join('\n')
}

function dayOf(args: Arguments, name: string): number | undefined {
  const text = textOf(args, name)
  return text === undefined ? undefined : askedDay(text, name)
}

/** The panel of an experiment, with the features it names. */
async function fromExperiment(
  path: string,
  folder: string | undefined,
  progress: Progress,
): Promise<{ readonly source: FeatureSource; readonly names: readonly string[] }> {
  const { experiment } = await openExperiment(path)
  const { data, features } = experiment
  if (data.source === 'simulated') progress('simulating the market')
  else if (folder !== undefined) progress(`reading ${folder}`)
  const { panel, provenance } = await loadData(experiment, { folder }, progress)
  const isRaw = isAdjustedHere(data)
  return { source: { panel, isRaw, notes: provenance.notes ?? [] }, names: features }
}

function fromFolder(args: Arguments, folder: string, to: number | undefined): FeatureSource {
  const faults = textOf(args, 'faults') ?? 'refuse'
  const opened = openBarsFolder({
    folder,
    file: textOf(args, 'file'),
    dialect: textOf(args, 'dialect'),
    benchmark: textOf(args, 'benchmark'),
    family: textOf(args, 'family'),
    leavesOut: faults === 'leave-out',
    to,
  })
  return { ...opened, isRaw: false }
}

/** The folder of the data, under either of its names. */
function folderOf(args: Arguments): string | undefined {
  const [folder, data] = [textOf(args, 'folder'), textOf(args, 'data')]
  if (folder !== undefined && data !== undefined)
    throw new ConfigError(`--data "${data}": the folder is given already, "${folder}"`)
  return folder ?? data
}

async function compute(args: Arguments, progress: Progress): Promise<FeatureDocument> {
  const folder = folderOf(args)
  const experiment = textOf(args, 'experiment')
  const out = textOf(args, 'out')
  const [from, to] = [dayOf(args, 'from'), dayOf(args, 'to')]
  if (from !== undefined && to !== undefined && from > to)
    throw new ConfigError(`--from ${formatSession(from)}: lies after --to ${formatSession(to)}`)
  if (out !== undefined) checkFeatureOutput(out, folder)
  const list = textOf(args, 'features')
  const asked = list === undefined ? undefined : splitFeatureNames(list, 'features')
  const write = async (source: FeatureSource, names: readonly string[] | undefined): Promise<FeatureDocument> => {
    const { kernels, close } = openKernels(defaultThreads())
    try {
      return await writeFeatures(source, { names, from, to, out }, kernels, progress)
    } finally {
      close()
    }
  }
  if (experiment === undefined) {
    if (folder === undefined) throw new ConfigError('FOLDER is missing: say where the data are, or --list')
    progress(`reading ${folder}`)
    return write(fromFolder(args, folder, to), asked)
  }
  const stray = FOLDER_OPTIONS.find((name) => args[name] !== undefined)
  if (stray !== undefined) throw new ConfigError(`--${stray}: has no effect on an experiment, which says it itself`)
  const { source, names } = await fromExperiment(experiment, folder, progress)
  return write(source, asked ?? names)
}

export const features: Command = {
  command: 'features [folder]',
  describe: 'List the features there are, or compute them and write a table',
  builder: (argv) =>
    withOptions(
      argv.positional('folder', {
        type: 'string',
        describe: 'Folder of daily bars, adjusted for splits: one file per symbol; or the data folder of --experiment',
      }),
      ['data', 'json'],
    )
      .option('list', {
        type: 'string',
        describe: 'List every feature, or those of a family or with a part of a name',
      })
      .option('out', {
        type: 'string',
        describe:
          'Table to write: .parquet, .csv or .arrow, a row per session and symbol that traded; replaced if it is there',
        requiresArg: true,
      })
      .option('features', {
        type: 'string',
        describe: 'Features, with commas (default: those of the experiment, or every one the data suffice for)',
        requiresArg: true,
      })
      .option('from', { type: 'string', describe: 'First session of the table, YYYY-MM-DD', requiresArg: true })
      .option('to', { type: 'string', describe: 'Last session of the table, YYYY-MM-DD', requiresArg: true })
      .option('experiment', {
        type: 'string',
        describe: 'Experiment (YAML) that says what the data are and, without --features, which features',
        requiresArg: true,
      })
      .option('family', {
        type: 'string',
        describe: 'Funds of this family only (id, or a YAML file of your own)',
        requiresArg: true,
      })
      .option('benchmark', {
        type: 'string',
        describe:
          "Symbol, or file in the folder (default: the family's, SPY, or the equal-weighted mean of the symbols)",
        requiresArg: true,
      })
      .option('file', {
        type: 'string',
        describe: 'Name of the files, such as {symbol}_data.csv, or of one file with a column Symbol',
        requiresArg: true,
      })
      .option('dialect', { type: 'string', describe: `How the bars are written: ${DIALECTS}`, requiresArg: true })
      .option('faults', {
        type: 'string',
        choices: ['refuse', 'leave-out'],
        describe: 'What becomes of rows at fault (default: refuse)',
        requiresArg: true,
      })
      .example('$0 features --list --json', 'name, inputs, lookback, formula and source of each')
      .example('$0 features DIR --out features.parquet', 'every feature of the symbols of a folder')
      .example(
        '$0 features DIR --features "momentum_126,rank(volatility_21)" --json',
        'first session and gaps of each',
      ),
  async handler(args, output) {
    if (args.list !== undefined) {
      const stray = COMPUTE_OPTIONS.find((name) => args[name] !== undefined)
      if (stray !== undefined)
        throw new ConfigError(`${stray === 'folder' ? 'FOLDER' : `--${stray}`}: has no effect beside --list`)
      const list = listFeatures(args.list === '' ? undefined : textOf(args, 'list'))
      printResult(args, output, list, () => listText(list))
      return 0
    }
    const document = await compute(args, output.progress)
    printResult(args, output, document, () => documentText(document))
    return 0
  },
}
