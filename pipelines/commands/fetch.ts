import type { Argv } from 'yargs'
import type { FetchSource } from '../../datasets/fetch/answer.js'
import { FETCH_SOURCES, fetchSourceNamed } from '../../datasets/fetch/sources.js'
import type { SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { textTable } from '../../src/export/text-table.js'
import { askedDay } from '../asked-day.js'
import { systemClock } from '../fetch/clock.js'
import { fetchNames, type FetchItem, type FetchOptions } from '../fetch/fetch-names.js'
import { packageVersion } from '../run-folder.js'
import { positionalOf, printResult, textOf, withOptions, type Arguments, type Command } from './command.js'

const SCHEMA = 'sectorcast.fetch-report/1'
const BASE_VARIABLE = 'SECTORCAST_FETCH_BASE_URL'
/** Long and of one alphabet: nothing else in an answer is mistaken for it. */
const KEY = /^[A-Za-z0-9]{16,128}$/

const HELP = [
  'Sources: yahoo SYMBOL, stooq SYMBOL, french FILE (without _CSV.zip), fred SERIES (every vintage when FRED_API_KEY is set), fred-md YYYY-MM.',
  ...FETCH_SOURCES.map(({ name, terms }) => `Terms of ${name}: ${terms}.`),
  'Raw answers stay in DIR/raw, listed in DIR/manifest.json; DIR/NAME.csv is made of the newest (^ and = in a symbol become _).',
  'When an answer tells another past than the one before, DIR/restated/NAME-TIME.json lists the difference, NAME.csv is left as it is and the exit code is 3, unless --accept-restated is given.',
  'A run that was interrupted or failed in part goes on where it stopped when it is repeated within 12 hours.',
  'Exit codes: 1 a name failed by the network, 3 an answer is no data or restated.',
].join('\n')

function builder(argv: Argv): Argv {
  return withOptions(
    argv
      .positional('source', { type: 'string', describe: FETCH_SOURCES.map(({ name }) => name).join(', ') })
      .positional('names', { type: 'string', array: true, describe: 'Symbols, series or files of the source' }),
    ['json'],
  )
    .option('out', { type: 'string', describe: 'Folder to fetch into', requiresArg: true })
    .option('from', { type: 'string', describe: 'First day, YYYY-MM-DD', requiresArg: true })
    .option('to', { type: 'string', describe: 'Last day, YYYY-MM-DD', requiresArg: true })
    .option('base-url', {
      type: 'string',
      describe: `Another host in place of the source's (also ${BASE_VARIABLE})`,
      requiresArg: true,
    })
    .option('rate', { type: 'number', describe: 'Requests a second', default: 1, requiresArg: true })
    .option('retries', { type: 'number', describe: 'Repeats of a failed request', default: 4, requiresArg: true })
    .option('timeout', { type: 'number', describe: 'Longest wait in seconds', default: 30, requiresArg: true })
    .option('vintages', {
      type: 'boolean',
      describe: 'With a key: every vintage (--no-vintages: the newest values)',
      default: true,
    })
    .option('accept-restated', { type: 'boolean', describe: 'Replace files by restated history', default: false })
    .option('anew', { type: 'boolean', describe: 'Do not go on with an unfinished run', default: false })
    .example('$0 fetch yahoo XLK XLF SPY --out prices', 'prices/XLK.csv, ... with raw answers beside them')
    .example('$0 fetch french 10_Industry_Portfolios_daily --out french', 'unpacked, as it is')
    .epilogue(HELP)
}

function dayOf(args: Arguments, name: string): SessionDay | undefined {
  const text = textOf(args, name)
  return text === undefined ? undefined : askedDay(text, name)
}

function numberOf(args: Arguments, name: string, least: number, most: number): number {
  const value = args[name]
  if (typeof value === 'number' && value >= least && value <= most) return value
  throw new ConfigError(`--${name} ${JSON.stringify(value)}, expected a number from ${least} to ${most}`)
}

/** The key of the environment, never shown. */
function keyOf({ keyVariable }: FetchSource): string | undefined {
  const key = keyVariable === undefined ? undefined : process.env[keyVariable]
  if (key === undefined || key === '') return undefined
  if (!KEY.test(key)) throw new ConfigError(`${keyVariable ?? ''} is not a key, expected 16 or more letters and digits`)
  return key
}

function optionsOf(args: Arguments): FetchOptions {
  const source = fetchSourceNamed(positionalOf(args, 'source'))
  const names = ((args.names ?? []) as readonly unknown[]).map((name) => source.nameOf(String(name)))
  if (names.length === 0) throw new ConfigError('NAMES are missing: say what to fetch')
  const folder = textOf(args, 'out')
  if (folder === undefined) throw new ConfigError('--out is missing, expected the folder to fetch into')
  const [from, to] = [dayOf(args, 'from'), dayOf(args, 'to')]
  if (!source.hasRange && (from ?? to) !== undefined)
    throw new ConfigError(`--from, --to: ${source.name} has whole files only`)
  if (from !== undefined && to !== undefined && from > to) throw new ConfigError('--from lies after --to')
  const retries = numberOf(args, 'retries', 0, 20)
  if (!Number.isInteger(retries)) throw new ConfigError(`--retries ${retries}, expected a whole number`)
  return {
    source,
    names,
    folder,
    from,
    to,
    baseUrl: textOf(args, 'base-url') ?? (process.env[BASE_VARIABLE] || undefined),
    key: args.vintages === false ? undefined : keyOf(source),
    rate: numberOf(args, 'rate', 0.001, 1000),
    retries,
    timeoutMs: numberOf(args, 'timeout', 0.01, 3600) * 1000,
    acceptRestated: args['accept-restated'] === true,
    anew: args.anew === true,
  }
}

/** 1 when the network failed a name, 3 when an answer is no data, or waits to be accepted; 0 when all is done. */
function exitCodeOf(items: readonly FetchItem[]): number {
  if (items.some((item) => item.status === 'failed' && item.kind === 'network')) return 1
  return items.some(({ status }) => ['failed', 'skipped', 'restated'].includes(status)) ? 3 : 0
}

function tableOf(items: readonly FetchItem[]): string {
  const rows = items.map((item) =>
    'files' in item
      ? [item.name, item.status, String(item.rows), item.files.join(' ')]
      : [item.name, item.status, '', ''],
  )
  const notes = items.flatMap((item) => ('notes' in item ? item.notes.map((note) => `${item.name}: ${note}`) : []))
  return [textTable(['name', 'status', 'rows', 'files'], rows), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}

export const fetchCommand: Command = {
  command: 'fetch <source> <names..>',
  describe: 'Fetch data from a public source into a folder, every raw answer kept',
  builder,
  async handler(args, output) {
    const options = optionsOf(args)
    const items = await fetchNames(options, {
      clock: systemClock,
      // Two runs on one machine must not come back at the same moment.
      random: createRandom(process.pid, 'fetch', options.source.name),
      progress: output.progress,
      userAgent: `Mozilla/5.0 (compatible; sectorcast/${packageVersion()})`,
    })
    const document = { schema: SCHEMA, source: options.source.name, folder: options.folder, items }
    printResult(args, output, document, () => tableOf(items))
    return exitCodeOf(items)
  },
}
