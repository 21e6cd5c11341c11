import { BAR_DIALECTS } from '../../datasets/bars/dialects.js'
import { quoted } from '../../datasets/text/quoted.js'
import { ConfigError } from '../../src/core/errors.js'
import { checkSpan } from '../../src/switching/general-moving-average.js'
import { SELECTIONS, TIES } from '../../src/switching/switching-rule.js'
import { FILLS } from '../../src/switching/switched-growth.js'
import { STEP_LENGTHS } from '../../src/switching/switching-steps.js'
import { askedDay } from '../asked-day.js'
import { requireGmaFolder, writeGma } from '../gma/files.js'
import { CASH, CURRENT } from '../gma/market.js'
import { openGmaSource } from '../gma/source.js'
import type { SurfaceGrid } from '../gma/surface.js'
import { gmaText } from '../gma/text.js'
import { runGma, type GmaQuestion } from '../gma/gma.js'
import { decimalIn, printResult, textOf, withOptions, type Arguments, type Command } from './command.js'

const DIALECTS = BAR_DIALECTS.map(({ name }) => name).join(', ')
/** Periods that a mean may reach back. */
const LONGEST = 10_000
/** A factor beyond this is a mistake. */
const LARGEST_FACTOR = 1e6
const MOST_CELLS = 20_000
const SURFACE_DEFAULTS = {
  'surface-x': '2,3,4,5,6,8,10,12,16,20,26,39,52',
  // y = 0 moves gMA in proportion to that of y = 1, and switches at the same steps.
  'surface-y': '1,2,3,4,8,13',
  'surface-factor': '0.5,0.8,1,1.25,2',
} as const

function dayOf(args: Arguments, name: string): number | undefined {
  const text = textOf(args, name)
  return text === undefined ? undefined : askedDay(text, name)
}

/** A number as it was typed, so that what is none can be named. */
function numberIn(text: string, name: string, least: number, most: number): number {
  const value = decimalIn(text)
  if (value >= least && value <= most) return value
  throw new ConfigError(`--${name} ${quoted(text)}, expected a number from ${least} to ${most}`)
}

function wholeIn(text: string, name: string, least: number): number {
  if (!/^\d{1,9}$/.test(text.trim()) || Number(text) < least || Number(text) > LONGEST)
    throw new ConfigError(`--${name} ${quoted(text)}, expected a whole number from ${least} to ${LONGEST}`)
  return Number(text)
}

function numberOf(args: Arguments, name: string, least: number, most: number): number | undefined {
  const text = textOf(args, name)
  return text === undefined ? undefined : numberIn(text, name, least, most)
}

function oneOf<T extends string>(args: Arguments, name: string, choices: readonly T[], fallback: T): T {
  const text = textOf(args, name)
  if (text === undefined) return fallback
  const chosen = choices.find((choice) => choice === text)
  if (chosen === undefined) throw new ConfigError(`--${name} ${quoted(text)}, expected ${choices.join(' or ')}`)
  return chosen
}

function listOf(args: Arguments, name: keyof typeof SURFACE_DEFAULTS, read: (part: string) => number): number[] {
  const values = (textOf(args, name) ?? SURFACE_DEFAULTS[name]).split(',').map(read)
  return [...new Set(values)].sort((a, b) => a - b)
}

/** Grid of the surface; none unless it is asked for. */
function gridOf(args: Arguments): SurfaceGrid | undefined {
  if (args.surface !== true) {
    const stray = Object.keys(SURFACE_DEFAULTS).find((name) => args[name] !== undefined)
    if (stray !== undefined) throw new ConfigError(`--${stray}: has no effect without --surface`)
    return undefined
  }
  const grid: SurfaceGrid = {
    x: listOf(args, 'surface-x', (part) => wholeIn(part, 'surface-x', 1)),
    y: listOf(args, 'surface-y', (part) => wholeIn(part, 'surface-y', 0)),
    M: [1, -1],
    factor: listOf(args, 'surface-factor', (part) => numberIn(part, 'surface-factor', -LARGEST_FACTOR, LARGEST_FACTOR)),
  }
  const pairs = grid.x.flatMap((x) => grid.y.filter((y) => y <= x)).length
  const cells = pairs * grid.M.length * grid.factor.length
  if (pairs === 0) throw new ConfigError('--surface-y: every y lies above every x, expected x >= y')
  if (cells > MOST_CELLS) throw new ConfigError(`--surface: ${cells} cells, expected at most ${MOST_CELLS}`)
  return grid
}

function symbolsOf(args: Arguments): string[] | undefined {
  const text = textOf(args, 'symbols')
  const symbols = text?.split(',').map((symbol) => symbol.trim())
  if (text === undefined || symbols?.includes('') !== true) return symbols
  throw new ConfigError(`--symbols ${quoted(text)}: a symbol is empty, expected symbols with one comma between two`)
}

function questionOf(args: Arguments): GmaQuestion {
  const select = oneOf(args, 'select', SELECTIONS, 'largest')
  const magic = oneOf(args, 'M', ['1', '-1'], select === 'largest' ? '1' : '-1')
  const [from, to] = [dayOf(args, 'from'), dayOf(args, 'to')]
  if (from !== undefined && to !== undefined && from > to) throw new ConfigError('--from: lies after --to')
  const span = { x: wholeIn(textOf(args, 'x') ?? '10', 'x', 1), y: wholeIn(textOf(args, 'y') ?? '1', 'y', 0) }
  checkSpan(span)
  return {
    ...span,
    M: magic === '1' ? 1 : -1,
    factor: numberOf(args, 'factor', -LARGEST_FACTOR, LARGEST_FACTOR) ?? 1,
    favourite: textOf(args, 'favourite') ?? CASH,
    select,
    tie: oneOf(args, 'tie', TIES, 'keep'),
    normalised: args.normalised === true,
    every: oneOf(args, 'every', STEP_LENGTHS, 'weekly'),
    fill: oneOf(args, 'fill', FILLS, 'close'),
    costBps: numberOf(args, 'cost-bps', 0, 1000),
    cashRate: numberOf(args, 'cash-rate', -0.5, 1),
    symbols: symbolsOf(args),
    from,
    to,
    surface: gridOf(args),
  }
}

export const gma: Command = {
  command: 'gma [source]',
  describe: 'Switch between sectors by the general moving average, with the reason for each step',
  builder: (argv) =>
    withOptions(
      argv.positional('source', {
        type: 'string',
        describe: 'Experiment (YAML) or folder of daily bars; the packaged simulated market when left out',
      }),
      ['data', 'json'],
    )
      .option('symbols', {
        type: 'string',
        describe: 'Symbols to switch between, with commas; the order decides ties',
        requiresArg: true,
      })
      .option('x', { type: 'string', describe: 'Periods back to the oldest price of the mean (10)', requiresArg: true })
      .option('y', { type: 'string', describe: 'Periods back to its newest price (1)', requiresArg: true })
      .option('M', {
        type: 'string',
        describe: '1: switch above the hurdle; -1: below it (1, or -1 with --select smallest)',
        requiresArg: true,
      })
      .option('factor', { type: 'string', describe: 'Hurdle: Factor x gMA of the Favourite (1)', requiresArg: true })
      .option('favourite', {
        type: 'string',
        describe: `${CASH}, a symbol, or ${CURRENT}: what is held (${CASH})`,
        requiresArg: true,
      })
      .option('select', { type: 'string', describe: 'largest or smallest gMA (largest)', requiresArg: true })
      .option('tie', { type: 'string', describe: 'At the hurdle: keep or switch (keep)', requiresArg: true })
      .option('normalised', { type: 'boolean', describe: 'gMA as a fraction of the mean: prices of any size compare' })
      .option('every', { type: 'string', describe: `${STEP_LENGTHS.join(', ')} (weekly)`, requiresArg: true })
      .option('fill', {
        type: 'string',
        describe: 'Price of the next session that a switch is filled at: open or close (close)',
        requiresArg: true,
      })
      .option('cost-bps', {
        type: 'string',
        describe: "Cost of traded value in basis points (the experiment's, or 5)",
        requiresArg: true,
      })
      .option('cash-rate', {
        type: 'string',
        describe: "Annual rate of cash as a fraction, which Sharpe is over (the experiment's risk-free, or 0)",
        requiresArg: true,
      })
      .option('from', { type: 'string', describe: 'First decision, YYYY-MM-DD', requiresArg: true })
      .option('to', { type: 'string', describe: 'Last session, YYYY-MM-DD', requiresArg: true })
      .option('surface', {
        type: 'boolean',
        describe: 'Try a grid of x, y, M and Factor, and say what the best is worth',
      })
      .option('surface-x', {
        type: 'string',
        describe: `x of the grid (${SURFACE_DEFAULTS['surface-x']})`,
        requiresArg: true,
      })
      .option('surface-y', {
        type: 'string',
        describe: `y of the grid (${SURFACE_DEFAULTS['surface-y']})`,
        requiresArg: true,
      })
      .option('surface-factor', {
        type: 'string',
        describe: `Factors of the grid (${SURFACE_DEFAULTS['surface-factor']})`,
        requiresArg: true,
      })
      .option('benchmark', { type: 'string', describe: 'Benchmark of a folder (SPY)', requiresArg: true })
      .option('file', { type: 'string', describe: 'Name of the files of a folder ({symbol}.csv)', requiresArg: true })
      .option('dialect', {
        type: 'string',
        describe: `How the bars of a folder are written: ${DIALECTS}`,
        requiresArg: true,
      })
      .option('out', { type: 'string', describe: 'Folder for steps, pictures and page', requiresArg: true })
      .example('$0 gma experiments/us-sectors.yaml --data DIR --x 10 --y 1 --favourite CASH', 'weekly')
      .example('$0 gma DIR --symbols XLB,XLE,XLK --normalised --surface --out gma', 'with what its best cell is worth'),
  async handler(args, output) {
    const question = questionOf(args)
    const out = textOf(args, 'out')
    if (out !== undefined) requireGmaFolder(out)
    const place = {
      source: textOf(args, 'source'),
      data: textOf(args, 'data'),
      file: textOf(args, 'file'),
      dialect: textOf(args, 'dialect'),
      benchmark: textOf(args, 'benchmark'),
      to: question.to,
    }
    const run = runGma(await openGmaSource(place, output.progress), question)
    const files = out === undefined ? [] : writeGma(out, run)
    printResult(args, output, run.document, () => gmaText(run.document, files))
    return 0
  },
}
