import { textTable } from '../../src/export/text-table.js'
import { universeOf, type UniverseDocument } from '../universe.js'
import { printResult, textOf, withOptions, type Command } from './command.js'

function asText({ family, asOf, members }: UniverseDocument): string {
  const title = `${family}${asOf === null ? '' : ` as of ${asOf}`}: ${members.length}`
  if (members.length === 0) return title
  const isMapped = members.some(({ instrument }) => instrument !== undefined)
  const rows = members.map(({ symbol, sector, label, firstSession, instrument }) => [
    symbol,
    sector,
    label,
    firstSession,
    ...(isMapped ? [instrument ? `${instrument.symbol} (${instrument.leverage}x)` : 'none'] : []),
  ])
  const header = ['symbol', 'sector', 'label', 'first session', ...(isMapped ? ['instrument'] : [])]
  return [title, '', textTable(header, rows)].join('\n')
}

export const universe: Command = {
  command: 'universe',
  describe: 'Show the funds of a family as they existed on a day, and what can stand for them',
  builder: (argv) =>
    withOptions(argv, ['json'])
      .option('family', {
        type: 'string',
        describe: 'Id of a family, or a YAML file with one of your own',
        default: 'spdr',
        requiresArg: true,
      })
      .option('as-of', {
        type: 'string',
        describe: 'Day, YYYY-MM-DD (default: all there ever were)',
        requiresArg: true,
      })
      .option('symbol', { type: 'string', describe: 'One fund: an error when it did not exist', requiresArg: true })
      .option('instrument', {
        type: 'string',
        describe: 'What stands for each fund: etf, family:NAME, or for Select Sector SPDRs inverse or future',
        requiresArg: true,
      })
      .example('$0 universe --family spdr --as-of 2008-04-30 --json', 'the nine funds of that day')
      .example('$0 universe --instrument inverse', 'the inverse fund of each sector'),
  handler(args, output) {
    const document = universeOf({
      family: textOf(args, 'family') ?? 'spdr',
      asOf: textOf(args, 'as-of'),
      symbol: textOf(args, 'symbol'),
      instrument: textOf(args, 'instrument'),
    })
    printResult(args, output, document, () => asText(document))
    return 0
  },
}
