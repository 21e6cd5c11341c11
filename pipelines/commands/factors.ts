import { quoted } from '../../datasets/text/quoted.js'
import { ConfigError } from '../../src/core/errors.js'
import { textTable } from '../../src/export/text-table.js'
import { RETURN_KINDS } from '../../src/overfit/factor-scan.js'
import { scanExperiment, type FactorsDocument } from '../factors.js'
import { splitFeatureNames } from '../feature-names.js'
import { counted } from '../feature-text.js'
import { openExperiment } from '../run.js'
import { printResult, textOf, wholeOf, withExperiment, type Arguments, type Command } from './command.js'

const DEFAULT_LAGS = '0,1,2,5,10,21'
const SHOWN = 20

/** A list with commas, or nothing. */
function listOf(args: Arguments, name: string): string[] | undefined {
  return textOf(args, name)
    ?.split(',')
    .map((part) => part.trim())
}

function lagsOf(args: Arguments): number[] {
  const parts = listOf(args, 'lags') ?? []
  for (const part of parts)
    if (!/^\d{1,5}$/.test(part))
      throw new ConfigError(
        `--lags: ${quoted(part)} is no lag, expected whole numbers of sessions from 0 to 99999 with commas between them`,
      )
  return [...new Set(parts.map(Number))]
}

function rateOf(args: Arguments): number {
  const text = textOf(args, 'fdr') ?? ''
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new ConfigError(`--fdr: ${quoted(text)} is no rate, expected a number between 0 and 1`)
}

/** A whole number as it was typed, so that what is none can be named. */
function typedWhole(args: Arguments, name: string, least: number, most: number): number | undefined {
  const text = textOf(args, name)
  if (text === undefined) return undefined
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new ConfigError(`--${name} ${quoted(text)}, expected a whole number from ${least} to ${most}`)
}

function featuresOf(args: Arguments): string[] | undefined {
  const text = textOf(args, 'features')
  return text === undefined ? undefined : splitFeatureNames(text, 'features')
}

function signed(value: number, decimals: number): string {
  return Number.isNaN(value) ? 'n/a' : `${value > 0 ? '+' : ''}${value.toFixed(decimals)}`
}

function asText(document: FactorsDocument): string {
  const { experiment, simulated, from, to, returns, factors, duplicates, sentence, notice } = document
  const shown = factors.slice(0, SHOWN)
  const rows = shown.map(({ name, target, lag, statistic, t, p, q, periods, isDiscovery }) => [
    name,
    target,
    String(lag),
    signed(statistic, 4),
    signed(t, 2),
    p.toPrecision(2),
    q.toPrecision(2),
    periods.map((period) => signed(period.statistic, 3)).join(' '),
    isDiscovery ? 'yes' : '',
  ])
  const header = ['factor', 'target', 'lag', 'correlation', 't', 'p', 'q', 'sub-periods', 'discovery']
  const rest = factors.length - shown.length
  return [
    `${experiment}${simulated ? ' (simulated)' : ''}, ${from} to ${to}: ${returns} returns of the next ${counted(factors[0].horizon, 'session')}`,
    '',
    textTable(header, rows),
    ...(rest > 0 ? [`and ${rest} more: --json has all of them`] : []),
    ...duplicates.map(({ name, of }) => `${name} is ${of}, and not tested again`),
    '',
    sentence,
    '',
    notice,
  ].join('\n')
}

export const factors: Command = {
  command: 'factors [experiment]',
  describe: 'Look for key factors and leading indicators, with control of false discoveries',
  builder: (argv) =>
    withExperiment(argv, ['data', 'seed', 'json'])
      .option('features', {
        type: 'string',
        describe: "Features, with commas (default: the experiment's)",
        requiresArg: true,
      })
      .option('leaders', {
        type: 'string',
        describe: 'Sectors whose returns may lead those of others, with commas, or "all" (default: none)',
        requiresArg: true,
      })
      .option('lags', {
        type: 'string',
        describe: 'Sessions between factor and return',
        default: DEFAULT_LAGS,
        requiresArg: true,
      })
      .option('horizon', {
        type: 'string',
        describe: "Sessions of the return (default: the experiment's)",
        requiresArg: true,
      })
      .option('returns', {
        choices: RETURN_KINDS,
        describe: 'Less the benchmark, or not',
        default: 'relative',
        requiresArg: true,
      })
      .option('fdr', { type: 'string', describe: 'False discovery rate', default: '0.1', requiresArg: true })
      .option('periods', { type: 'string', describe: 'Sub-periods to compare', default: '3', requiresArg: true })
      .example(
        '$0 factors experiments/us-sectors-macro.yaml --data DIR --leaders all --json',
        'everything against everything',
      ),
  async handler(args, output) {
    const parsed = await openExperiment(textOf(args, 'experiment'), wholeOf(args, 'seed', 0, 0xffffffff))
    const document = await scanExperiment(parsed, {
      data: textOf(args, 'data'),
      features: featuresOf(args),
      leaders: listOf(args, 'leaders') ?? [],
      lags: lagsOf(args),
      horizon: typedWhole(args, 'horizon', 1, 1000),
      returns: textOf(args, 'returns') === 'plain' ? 'plain' : 'relative',
      fdr: rateOf(args),
      periods: typedWhole(args, 'periods', 1, 100) ?? 3,
      progress: output.progress,
    })
    printResult(args, output, document, () => asText(document))
    return 0
  },
}
