import { percentText } from '../../src/export/number-text.js'
import { textTable } from '../../src/export/text-table.js'
import { rankFamiliesAsked, type RankDocument } from '../families-rank.js'
import { printResult, textOf, withOptions, type Command } from './command.js'

function asText({ asOf, ranking, representation }: RankDocument): string {
  const header = ['family', 'rank', 'total', 'full spectrum', 'broad base', 'history', 'coverage', 'cost', 'passes']
  const rows = ranking.map((row) => [
    row.label,
    String(row.rank),
    row.total.toFixed(3),
    ...[row.fullSpectrum, row.broadBase, row.sufficientHistory].map(({ score }) => score.toFixed(3)),
    percentText(row.coverage, 0),
    percentText(row.expenseRatio, 2),
    row.passes ? 'yes' : 'no',
  ])
  const reasons = ranking.flatMap(({ label, fullSpectrum, broadBase, sufficientHistory }) => [
    `${label}: ${[fullSpectrum, broadBase, sufficientHistory].map(({ reason }) => reason).join('; ')}.`,
  ])
  const parts = [`Families of sector funds as of ${asOf}`, '', textTable(header, rows), '', ...reasons]
  if (representation === null) return parts.join('\n')
  const { economyDate, companies, leftOut, schemes } = representation
  return [
    ...parts,
    '',
    `Representativeness of ${companies} companies (${leftOut} left out)${economyDate === null ? '' : ` against ${economyDate}`}:`,
    textTable(
      ['weighting', 'representativeness'],
      schemes.map(({ weighting, representativeness }) => [weighting, representativeness.toFixed(4)]),
    ),
  ].join('\n')
}

export const families: Command = {
  command: 'families <question>',
  describe: 'Rank fund families by spectrum, base and history ("families rank")',
  builder: (argv) =>
    withOptions(
      argv.positional('question', { type: 'string', choices: ['rank'], describe: 'What to ask of the families' }),
      ['json'],
    )
      .option('as-of', {
        type: 'string',
        describe: 'Day, YYYY-MM-DD (default: the newest in the registry)',
        requiresArg: true,
      })
      .option('family', {
        type: 'string',
        describe: 'A family of your own to rank with them (YAML file)',
        requiresArg: true,
      })
      .option('members', {
        type: 'string',
        describe: 'CSV of companies: symbol,sector and marketCap (or --fundamentals); needs --economy',
        requiresArg: true,
      })
      .option('fundamentals', {
        type: 'string',
        describe: 'Snapshot of company figures, where the members have none',
        requiresArg: true,
      })
      .option('economy', {
        type: 'string',
        describe: 'CSV of reference weights: sector,weight (parts of 1), of one date or several; needs --members',
        requiresArg: true,
      })
      .example('$0 families rank --as-of 2008-04-30', 'the families there were then'),
  handler(args, output) {
    const document = rankFamiliesAsked({
      asOf: textOf(args, 'as-of'),
      family: textOf(args, 'family'),
      members: textOf(args, 'members'),
      fundamentals: textOf(args, 'fundamentals'),
      economy: textOf(args, 'economy'),
    })
    printResult(args, output, document, () => asText(document))
    return 0
  },
}
