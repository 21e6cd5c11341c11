import { ConfigError } from '../../src/core/errors.js'
import { lookUpValue, sourceHelp, type ValueAnswer } from '../value.js'
import { printResult, textOf, withOptions, type Arguments, type Command } from './command.js'

function requiredOf(args: Arguments, name: string): string {
  const value = textOf(args, name)
  if (value === undefined) throw new ConfigError(`--${name} is missing`)
  return value
}

function asText({ series, date, asOf, value, knownOn, revised }: ValueAnswer): string {
  const asked = `${series} of ${date}, as of ${asOf ?? 'ever'}`
  if (knownOn === null) return `${asked}: nothing was known`
  const released = `${revised ? 'first released' : 'known since'} ${knownOn}`
  return `${asked}: ${value === null ? 'published as missing' : String(value)} (${released})`
}

export const value: Command = {
  command: 'value',
  describe: 'Show one value of a macro or sentiment series as it was known on a day',
  builder: (argv) =>
    withOptions(argv, ['json'])
      .option('data', { type: 'string', describe: 'Folder with the files of the source', requiresArg: true })
      .option('source', { type: 'string', describe: sourceHelp(), requiresArg: true })
      .option('series', { type: 'string', describe: 'Name of the series in its source', requiresArg: true })
      .option('date', {
        type: 'string',
        describe: 'What it speaks of: YYYY-MM-DD, YYYY-MM or YYYY-Qn',
        requiresArg: true,
      })
      .option('as-of', {
        type: 'string',
        describe: 'Known by this day (default: the last thing held)',
        requiresArg: true,
      })
      .option('lag', {
        type: 'string',
        describe: 'Release lag of a series without a known one, such as "monthly 1 month day 18"',
        requiresArg: true,
      })
      .example(
        '$0 value --data DIR --source fred-md --series INDPRO --date 2019-06 --as-of 2023-07-15 --json',
        'the vintage of that day',
      ),
  handler(args, output) {
    const answer = lookUpValue({
      folder: requiredOf(args, 'data'),
      source: requiredOf(args, 'source'),
      series: requiredOf(args, 'series'),
      date: requiredOf(args, 'date'),
      asOf: textOf(args, 'as-of'),
      lag: textOf(args, 'lag'),
    })
    if (answer.revised)
      output.progress(`${answer.series}: latest-revised values, honest as to time and not as to value`)
    printResult(args, output, answer, () => asText(answer))
    return 0
  },
}
