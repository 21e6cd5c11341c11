import { NOTICE } from '../../src/export/notice.js'
import { numberText, percentText } from '../../src/export/number-text.js'
import { textTable } from '../../src/export/text-table.js'
import { wrapText } from '../../src/export/wrap-text.js'
import { deflatedText } from '../deflated-text.js'
import { counted } from '../feature-text.js'
import type { BestRotation, MonthlyFigures, RotationSweepDocument } from './rotation-sweep.js'

const LITERATURE = [
  'Relative strength over several lookbacks, and the mean of them: Faber (2010), "Relative Strength Strategies for Investing".',
  'Industries that led lead on: Moskowitz and Grinblatt (1999), "Do Industries Explain Momentum?", Journal of Finance 54(4).',
] as const

function figureCells({ cagr, volatility, sharpe, maxDrawdown, turnover }: MonthlyFigures): string[] {
  return [
    percentText(cagr, 2),
    percentText(volatility, 2),
    numberText(sharpe, 2),
    percentText(maxDrawdown),
    numberText(turnover, 1),
  ]
}

function monthsText(lookbacks: readonly number[]): string {
  return lookbacks.length === 1 ? String(lookbacks[0]) : `mean of ${lookbacks.join(', ')}`
}

function formationText(lookbacks: readonly number[]): string {
  return lookbacks.length === 1 ? counted(lookbacks[0], 'month') : `the mean of ${lookbacks.join(', ')} months`
}

function bestSentence({ lookbacks, top, active }: BestRotation): string {
  const { sharpe, byCount } = active
  return `The best over equal weight: the best ${top} by momentum of ${formationText(lookbacks)}, information ratio ${numberText(sharpe)}. Luck alone is expected to find ${numberText(byCount.expectedMaximumSharpe)} among as many. Deflated Sharpe ratio: ${deflatedText(active, 'rotations', 'rotation skill')}.`
}

/** A sweep of rotations as a person reads it. */
export function rotationSweepText(document: RotationSweepDocument): string {
  const { name, hypothesis, from, to, months, riskFree, costBps, level, rows, equalWeight, best, notes, data } =
    document
  const interval = `${percentText(level, Number.isInteger(level * 100) ? 0 : 1)} interval`
  const costs = costBps === 0 ? 'no costs' : `${costBps} basis points of what is traded, keeping weights equal included`
  const table = textTable(
    [
      'momentum of months',
      'best',
      'CAGR',
      'volatility',
      'Sharpe',
      'drawdown',
      'turnover',
      'over equal weight',
      interval,
    ],
    [
      ...rows.map((row) => [
        monthsText(row.lookbacks),
        String(row.top),
        ...figureCells(row),
        percentText(row.activeReturn.estimate),
        `${percentText(row.activeReturn.low)} to ${percentText(row.activeReturn.high)}`,
      ]),
      ['equal weight', 'all', ...figureCells(equalWeight), '', ''],
    ],
  )
  const above = rows.filter(({ activeReturn }) => activeReturn.low > 0).length
  const lines = [
    `${name}: ${counted(rows.length, 'rotation')} on month ends, ${months} months held, ${from} to ${to}, ${costs}${data.simulated ? '; simulated prices' : ''}`,
    hypothesis,
    '',
    table,
    '',
    `Sharpe ratios over a flat ${percentText(riskFree, 2)} a year; turnover one-way, times a year; returns over equal weight are means a year.`,
    `The interval lies above 0 in ${above} of ${rows.length}.`,
    ...(best === null ? [] : [bestSentence(best)]),
    ...notes.map((note) => `- ${note}`),
    '',
    ...LITERATURE,
    NOTICE,
  ]
  return lines.map((line) => (line === table ? line : wrapText(line))).join('\n')
}
