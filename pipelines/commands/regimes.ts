import { phaseTables } from '../../datasets/registry/phase-preferences.js'
import { textTable } from '../../src/export/text-table.js'
import { PHASES } from '../../src/regimes/cycle-phases.js'
import type { DatingScore } from '../../src/regimes/dating.js'
import { formatPercent, formatRatio, fraction, ratio } from '../../src/risk/units.js'
import { describeRegimes, type RegimesDocument } from '../regimes/regimes.js'
import { openPackagedExperiment } from '../run.js'
import { printResult, textOf, withExperiment, type Command } from './command.js'

const DEFAULT_EXPERIMENT = 'experiments/cycle-rotation.yaml'
/** Months shown to a person. */
const SHOWN = 12

function percent(value: number | null): string {
  return formatPercent(fraction(value ?? NaN), 0)
}

function decimals(value: number | null): string {
  return formatRatio(ratio(value ?? NaN))
}

function datingRow(name: string, { auc, hitRate, sensitivity, specificity, recessions }: DatingScore): string[] {
  const lags = recessions.map(({ lag }) => (lag === null ? 'missed' : `${lag}`)).join(', ')
  return [name, decimals(auc), percent(hitRate), percent(sensitivity), percent(specificity), lags || 'none']
}

function datingText({ recessions }: RegimesDocument): string[] {
  if (recessions === null) return ['No dates of recessions to compare with: the data hold no USREC.csv.']
  const { phase, contraction, months } = recessions
  const named = phase.recessions.map(({ first, last }) => `${months[first].slice(0, 7)} to ${months[last].slice(0, 7)}`)
  return [
    `Against the NBER's dates (announced 4 to 21 months later), ${phase.periods} months; recessions ${named.join(', ') || 'none'}`,
    textTable(
      ['', 'AUC', 'months right', 'recession seen', 'expansion seen', 'months late'],
      [datingRow('phase', phase), datingRow('contraction', contraction)],
    ),
    'A month counts as recession where that is the phase shown, and where contraction has more than 50%.',
  ]
}

function asText(document: RegimesDocument): string {
  const { experiment, simulated, now, preferences, rows, skill, notes, notice } = document
  const table = rows
    .slice(-SHOWN)
    .map((row) => [
      row.date,
      row.phase ?? 'n/a',
      ...PHASES.map((phase) => percent(row[phase])),
      percent(row.contraction),
      percent(row.turbulence),
    ])
  const preferred = now.preferences.map(({ sector, score }) => [sector, decimals(score)])
  return [
    `${experiment}${simulated ? ' (simulated)' : ''}: phase at ${now.date} ${now.phase ?? 'not known'}, by what had been released`,
    ...notes,
    '',
    textTable(['date', 'phase', ...PHASES, 'contraction', 'turbulence'], table),
    '',
    `Sectors that the phase favours, by ${preferences.source}${'fromMemory' in preferences.evidence ? ' (from memory)' : ''}`,
    textTable(['sector', 'preference'], preferred),
    `Over ${skill.sessions} sessions after ${preferences.published} these preferences ranked the next ${skill.horizon} sessions with a correlation of ${decimals(skill.rankIc)} (t ${decimals(skill.t)}).`,
    '',
    ...datingText(document),
    '',
    notice,
  ].join('\n')
}

export const regimes: Command = {
  command: 'regimes [experiment]',
  describe:
    'Show the phase of the business cycle by what had been released at each session, and the sectors it favours',
  builder: (argv) =>
    withExperiment(argv, ['data', 'json'])
      .option('preferences', {
        choices: phaseTables.map(({ id }) => id),
        describe: 'Published table of sector preferences',
        default: 'stovall',
        requiresArg: true,
      })
      .option('every', {
        choices: ['month', 'session'] as const,
        describe: 'Rows of the document',
        default: 'month',
        requiresArg: true,
      })
      .example('$0 regimes experiments/cycle-rotation.yaml --data DIR --json', 'phases, their dating, preferences'),
  async handler(args, output) {
    const parsed = await openPackagedExperiment(textOf(args, 'experiment'), DEFAULT_EXPERIMENT)
    const document = await describeRegimes(parsed, {
      data: textOf(args, 'data'),
      preferences: textOf(args, 'preferences') ?? '',
      every: textOf(args, 'every') === 'session' ? 'session' : 'month',
      progress: output.progress,
    })
    printResult(args, output, document, () => asText(document))
    return 0
  },
}
