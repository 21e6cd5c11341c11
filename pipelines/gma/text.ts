import { numberText, percentText } from '../../src/export/number-text.js'
import { textTable } from '../../src/export/text-table.js'
import type { GmaDocument } from './gma.js'
import { deflatedText } from '../deflated-text.js'
import { counted } from '../feature-text.js'
import { fillText } from './parameters.js'
import type { GmaSurface, SurfaceCell } from './surface.js'
import type { TrackNumbers } from './track.js'

function cellText({ x, y, M, factor }: SurfaceCell): string {
  return `x ${x}, y ${y}, M ${M}, Factor ${factor}`
}

/** A number of switches with its noun. */
export function switchesText(count: number): string {
  return `${count} ${count === 1 ? 'switch' : 'switches'}`
}

/** What a surface says, in sentences: the best cell never without what the search makes of it. */
export function surfaceSentences(surface: GmaSurface): string[] {
  const { cells, best, median, beating, distinct, idle, equalWeight, benchmark } = surface
  const { from, to, flatHurdle, fill, cashRate } = surface
  const factors = flatHurdle ? ', the hurdle is 0 whatever the Factor' : ''
  const count = `${counted(cells.length, 'cell')}, ${distinct} of them different${idle > 0 ? `, ${idle} of them always in cash` : ''}${factors}, filled at ${fillText(fill)}, ${from} to ${to}.`
  if (best === null || median === null) return [count]
  const { searched, active } = best
  return [
    count,
    `Best cell by Sharpe ratio over cash at ${percentText(cashRate, 2)} a year: ${cellText(best)}: Sharpe ${numberText(best.sharpe)}, CAGR ${percentText(best.cagr)}, ${switchesText(best.switches)}. Luck alone is expected to find ${numberText(searched.byCount.expectedMaximumSharpe)} among as many. Deflated Sharpe ratio: ${deflatedText(searched, 'cells', 'a Sharpe ratio above 0')}.`,
    `The same cell against equal weight: information ratio ${numberText(active.sharpe)}, deflated ${deflatedText(active, 'cells', 'switching skill')}.`,
    `Median cell: ${cellText(median)}: Sharpe ${numberText(median.sharpe)}, CAGR ${percentText(median.cagr)}.`,
    `Cells with a higher Sharpe ratio than equal weight (${numberText(equalWeight.sharpe)}): ${percentText(beating.equalWeight.sharpe)}, with more growth: ${percentText(beating.equalWeight.growth)}; than the benchmark (${numberText(benchmark.sharpe)}): ${percentText(beating.benchmark.sharpe)} and ${percentText(beating.benchmark.growth)}.`,
  ]
}

function tracksText({ gross, equalWeight, benchmark, ...net }: GmaDocument): string {
  const row = (name: string, numbers: TrackNumbers): string[] => [
    name,
    numberText(numbers.growth),
    percentText(numbers.cagr, 2),
    percentText(numbers.volatility),
    numberText(numbers.sharpe),
    percentText(numbers.maxDrawdown),
  ]
  return textTable(
    ['', 'growth of 1', 'CAGR', 'vol.', 'Sharpe', 'max DD'],
    [
      row('gMA, net', net),
      row('gMA, gross', gross),
      row('equal weight', equalWeight),
      row(benchmark.symbol, benchmark),
    ],
  )
}

/** A run of the machine as a person reads it in a terminal. */
export function gmaText(document: GmaDocument, files: readonly string[]): string {
  const { name, simulated, from, to, parameters, steps, switches, now, notes, surface, notice } = document
  const { x, y, M, factor, favourite, every } = parameters
  return [
    `${name}${simulated ? ' (simulated)' : ''}: gMA(${x}, ${y}), M ${M}, Factor ${factor}, Favourite ${favourite}, ${every}; ${from} to ${to}`,
    `${counted(steps.length, 'step')}, ${switchesText(switches)}, filled at ${parameters.fill}`,
    '',
    // On the last session there is a decision and nothing to be measured.
    ...(from === to ? [] : [tracksText(document), '']),
    ...(surface === undefined ? [] : [...surfaceSentences(surface), '']),
    ...notes.map((note) => `- ${note}`),
    '',
    `Hold after the close of ${now.date}${simulated ? ' (simulated)' : ''}: ${now.hold}: ${now.reason}`,
    '',
    ...files,
    ...(files.length > 0 ? [''] : []),
    notice,
  ].join('\n')
}
