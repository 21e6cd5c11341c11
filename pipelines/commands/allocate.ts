import { ConfigError } from '../../src/core/errors.js'
import { allocateFile } from '../allocate/allocate.js'
import { allocationText } from '../allocate/text.js'
import { askedDay } from '../asked-day.js'
import { positionalOf, printResult, textOf, withOptions, type Arguments, type Command } from './command.js'

/** A number above 0. @throws ConfigError when it is none */
function positiveOf(args: Arguments, name: string): number | undefined {
  const value = args[name]
  if (value === undefined) return undefined
  if (typeof value === 'number' && value > 0 && value <= 1e12) return value
  throw new ConfigError(`--${name} "${(value as number | number[]).toString()}", expected a number above 0`)
}

export const allocate: Command = {
  command: 'allocate <file>',
  describe: 'Carry a table of target weights out: funds alone, core and satellites, bets, other instruments',
  builder: (argv) =>
    withOptions(argv.positional('file', { type: 'string', describe: 'Allocation (YAML)' }), ['json'])
      .option('lot', { type: 'number', describe: 'Shares traded at once: 1, 10, 0.001', requiresArg: true })
      .option('round', { type: 'number', describe: 'Amounts are multiples of this: 1, 1000', requiresArg: true })
      .option('long-only', { type: 'boolean', describe: 'Forbid short positions', default: false })
      .option('instrument', {
        type: 'string',
        describe: 'In other instruments too: etf, inverse, future or family:NAME',
        requiresArg: true,
      })
      .option('as-of', { type: 'string', describe: 'Day of the instruments, YYYY-MM-DD', requiresArg: true })
      .option('volatility', {
        type: 'number',
        describe: 'Yearly volatility at which the decay of inverse funds is stated, as a fraction',
        requiresArg: true,
      })
      .example('$0 allocate experiments/allocate-2008-sectors.yaml', 'nine sector funds by weight and tilt')
      .example(
        '$0 allocate experiments/allocate-2008-core-satellite.yaml --instrument inverse',
        'shorts by inverse funds',
      ),
  handler(args, output) {
    const asOf = textOf(args, 'as-of')
    if (asOf !== undefined) askedDay(asOf, 'as-of')
    const document = allocateFile(positionalOf(args, 'file'), {
      lot: positiveOf(args, 'lot'),
      round: positiveOf(args, 'round'),
      longOnly: args['long-only'] === true,
      instrument: textOf(args, 'instrument'),
      asOf,
      volatility: positiveOf(args, 'volatility'),
    })
    for (const plan of document.plans) if (!plan.feasible) output.progress(`${plan.name}: ${plan.reason}`)
    printResult(args, output, document, () => allocationText(document))
    return 0
  },
}
