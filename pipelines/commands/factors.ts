import { ConfigError } from '../../src/core/errors.js'
import { textTable } from '../../src/export/text-table.js'
import { RETURN_KINDS } from '../../src/overfit/factor-scan.js'
import { scanExperiment, type FactorsDocument } from '../factors.js'
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
      throw new ConfigError(`--lags: "${part}" is no lag, expected whole numbers of sessions with commas between them`)
  return [...new Set(parts.map(Number))]
}

function rateOf(args: Arguments): number {
  const value = args.fdr
  if (typeof value === 'number' && value > 0 && value < 1) return value
  throw new ConfigError(`--fdr: "${String(value)}" is no rate, expected a number between 0 and 1`)
}

/** Names at the commas outside of brackets: "rank(beta_63),rolling_beta_63(momentum_1,benchmark_return)" are two. */
function featuresOf(args: Arguments): string[] | undefined {
  const text = textOf(args, 'features')
  if (text === undefined) return undefined
  const names = ['']
  let depth = 0
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0
    if (character === ',' && depth === 0) names.push('')
    else names[names.length - 1] += character
  }
  return names.map((name) => name.trim())
}

function signed(value: number, decimals: number): string {
  return Number.isNaN(value) ? 'n/a' : `${value > 0 ? '+' : ''}${value.toFixed(decimals)}`
}

function asText({ experiment, simulated, from, to, returns, factors, sentence, notice }: FactorsDocument): string {
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
    `${experiment}${simulated ? ' (simulated)' : ''}, ${from} to ${to}: ${returns} returns of the next ${factors[0].horizon} sessions`,
    '',
    textTable(header, rows),
    ...(rest > 0 ? [`and ${rest} more: --json has all of them`] : []),
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
        type: 'number',
        describe: "Sessions of the return (default: the experiment's)",
        requiresArg: true,
      })
      .option('returns', {
        choices: RETURN_KINDS,
        describe: 'Less the benchmark, or not',
        default: 'relative',
        requiresArg: true,
      })
      .option('fdr', { type: 'number', describe: 'False discovery rate', default: 0.1, requiresArg: true })
      .option('periods', { type: 'number', describe: 'Sub-periods to compare', default: 3, requiresArg: true })
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
      horizon: wholeOf(args, 'horizon', 1, 1000),
      returns: textOf(args, 'returns') === 'plain' ? 'plain' : 'relative',
      fdr: rateOf(args),
      periods: wholeOf(args, 'periods', 1, 100) ?? 3,
      progress: output.progress,
    })
    printResult(args, output, document, () => asText(document))
    return 0
  },
}
