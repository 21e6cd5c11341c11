import { quoted } from '../../datasets/text/quoted.js'
import { ConfigError } from '../../src/core/errors.js'
import { allocateFile } from '../allocate/allocate.js'
import { allocationSchema, type Allocation } from '../allocate/schema.js'
import { allocationText } from '../allocate/text.js'
import { askedDay } from '../asked-day.js'
import { positionalOf, printResult, textOf, withOptions, type Arguments, type Command } from './command.js'

const FIELDS = allocationSchema.shape
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** An option that stands for a field of the document, held to what the field may be. @throws ConfigError naming what was typed */
function fieldOf<Name extends 'lot' | 'round' | 'volatility'>(
  args: Arguments,
  name: Name,
): Allocation[Name] | undefined {
  const text = textOf(args, name)
  if (text === undefined) return undefined
  const read = FIELDS[name].safeParse(NUMBER.test(text) ? Number(text) : text)
  if (!read.success) throw new ConfigError(`--${name} ${quoted(text)}, ${read.error.issues[0].message}`)
  return read.data
}

export const allocate: Command = {
  command: 'allocate <file>',
  describe:
    'Carry a table of target weights out: funds alone, core and satellites, bets, other instruments (exit 1 when no plan is feasible)',
  builder: (argv) =>
    withOptions(argv.positional('file', { type: 'string', describe: 'Allocation (YAML)' }), ['json'])
      .option('lot', { type: 'string', describe: 'Shares traded at once: 1, 10, 0.001', requiresArg: true })
      .option('round', { type: 'string', describe: 'Amounts are multiples of this: 1, 1000', requiresArg: true })
      .option('long-only', { type: 'boolean', describe: 'Forbid short positions', default: false })
      .option('instrument', {
        type: 'string',
        describe: 'In other instruments too: etf, inverse, future or family:NAME',
        requiresArg: true,
      })
      .option('as-of', { type: 'string', describe: 'Day of the instruments, YYYY-MM-DD', requiresArg: true })
      .option('volatility', {
        type: 'string',
        describe: 'Yearly volatility at which the decay of inverse funds is stated: 0.25, 25%',
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
      lot: fieldOf(args, 'lot'),
      round: fieldOf(args, 'round'),
      longOnly: args['long-only'] === true,
      instrument: textOf(args, 'instrument'),
      asOf,
      volatility: fieldOf(args, 'volatility'),
    })
    const infeasible = document.plans.filter((plan) => !plan.feasible)
    // The text says so itself.
    if (args.json === true) for (const { name, reason } of infeasible) output.progress(`${name}: ${reason}`)
    printResult(args, output, document, () => allocationText(document))
    return infeasible.length === document.plans.length ? 1 : 0
  },
}
