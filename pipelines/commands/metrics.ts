import { ConfigError } from '../../src/core/errors.js'
import { riskReport } from '../metrics/risk-report.js'
import { riskReportText } from '../metrics/risk-report-text.js'
import {
  decimalIn,
  positionalOf,
  printResult,
  textOf,
  wholeOf,
  withOptions,
  type Arguments,
  type Command,
} from './command.js'

function numberOf(
  args: Arguments,
  name: string,
  expected: string,
  isRight: (value: number) => boolean,
): number | undefined {
  const text = textOf(args, name)
  if (text === undefined) return undefined
  const value = decimalIn(text)
  if (Number.isFinite(value) && isRight(value)) return value
  throw new ConfigError(`--${name} "${text}", expected ${expected}`)
}

function blockOf(args: Arguments): number | 'auto' {
  if (args.block === 'auto') return 'auto'
  return numberOf(args, 'block', 'auto or a number of periods, 1 or more', (value) => value >= 1) ?? 'auto'
}

const text = { type: 'string', requiresArg: true } as const

export const metrics: Command = {
  command: 'metrics <file>',
  describe: 'Measure a file of returns or values: all risk metrics, as others compute them too, with intervals',
  builder: (argv) =>
    withOptions(argv, ['json'])
      .positional('file', { type: 'string', describe: 'CSV with date and return, or date and equity, close, price' })
      .option('column', { ...text, describe: 'Column to measure; one of returns when its name says so' })
      .option('benchmark', { ...text, describe: 'Column to compare with (default: benchmark, where there is one)' })
      .option('periods-per-year', { ...text, describe: 'Periods a year (default: by the dates, 252, 52, 12, 4 or 1)' })
      .option('risk-free', { ...text, describe: 'Risk-free rate a year as a fraction, 0.025 for 2.5% (default: 0)' })
      .option('samples', { ...text, describe: 'Resamples of the bootstrap (default: 2000)' })
      .option('block', { ...text, describe: 'Mean block in periods, cut to a third of the series, or auto (default)' })
      .option('level', { ...text, describe: 'Level of the intervals (default: 0.95)' })
      .option('seed', { ...text, describe: 'Seed of the bootstrap (default: 1)' })
      .example('$0 metrics equity.csv --benchmark SPY --risk-free 0.025 --json', 'everything in one document'),
  handler(args, output) {
    const report = riskReport({
      file: positionalOf(args, 'file'),
      column: textOf(args, 'column'),
      benchmark: textOf(args, 'benchmark'),
      periodsPerYear: numberOf(
        args,
        'periods-per-year',
        'a number from 1 to 366',
        (value) => value >= 1 && value <= 366,
      ),
      riskFree: numberOf(args, 'risk-free', 'a fraction from -0.1 to 1', (value) => value >= -0.1 && value <= 1) ?? 0,
      bootstrap: {
        samples: wholeOf(args, 'samples', 100, 100_000) ?? 2000,
        block: blockOf(args),
        level: numberOf(args, 'level', 'a number between 0.5 and 1', (value) => value > 0.5 && value < 1) ?? 0.95,
        seed: wholeOf(args, 'seed', 0, 0xffffffff) ?? 1,
      },
    })
    printResult(args, output, report, () => riskReportText(report))
    return 0
  },
}
