import { DataError } from '../../src/core/errors.js'
import { numbersOf, textsOf } from '../tables/column-values.js'
import type { ColumnTable } from '../tables/column-table.js'
import { quoted } from '../text/quoted.js'

/** Words with a tone. */
export interface Lexicon {
  readonly name: string
  /** Lower-case words; above 0 positive, below 0 negative, further from 0 stronger. */
  readonly weights: ReadonlyMap<string, number>
}

const POLARITIES = new Map([
  ['positive', 1],
  ['+1', 1],
  ['1', 1],
  ['negative', -1],
  ['-1', -1],
])

/**
 * A lexicon from a table with the columns `word`, `polarity` (positive, negative, 1 or -1) and, where there is one, `weight` (above
 * 0; 1 when absent or blank). The word list of Loughran and McDonald (2011) may not be passed on: whoever has it states its file.
 * @throws DataError naming file and line: a column is missing, a word is blank or stands twice, an unknown polarity, a weight that
 *   is not above 0
 */
export function lexiconOf(table: ColumnTable): Lexicon {
  const words = textsOf(table, 'word')
  const polarities = textsOf(table, 'polarity')
  const strengths = table.has('weight') ? numbersOf(table, 'weight') : undefined
  const weights = new Map<string, number>()
  for (const [row, text] of words.entries()) {
    const where = (field: string): { file: string; line: number; field: string } => ({
      file: table.file,
      line: table.lineOf(row),
      field,
    })
    const word = text?.toLowerCase()
    if (word === undefined) throw new DataError(where('word'), 'is blank')
    if (weights.has(word)) throw new DataError(where('word'), `${quoted(word)} stands twice`)
    const sign = POLARITIES.get(polarities[row]?.toLowerCase() ?? '')
    if (sign === undefined)
      throw new DataError(
        where('polarity'),
        `${quoted(polarities[row] ?? '')} is unknown, expected positive, negative, 1 or -1`,
      )
    const strength = strengths === undefined || Number.isNaN(strengths[row]) ? 1 : strengths[row]
    if (!(strength > 0)) throw new DataError(where('weight'), `${quoted(String(strength))} is not above 0`)
    weights.set(word, sign * strength)
  }
  if (weights.size === 0) throw new DataError({ file: table.file }, 'holds no words')
  return { name: table.file, weights }
}

const POSITIVE = `advance advances beat beats boom boosts exceed exceeded exceeds expansion favorable gain gained gains growth improve
improved improvement improves outperform outperformed profit profitable profits progress rallied rally rebound rebounded record recover
recovered recovery rise rises robust rose strength strengthened strong stronger success successful surge surged upbeat upgrade upgraded`

const NEGATIVE = `bankrupt bankruptcy bleak bust collapse collapsed crash crisis cut cuts decline declined declines default defaults
deficit deteriorate deteriorated distress downgrade downgraded downturn drop dropped fall fallen falling falls fear fears fell fraud
impairment investigation lawsuit layoffs loss losses miss missed panic penalty plunge plunged recession restated shortfall slowdown
slump slumped underperform unfavorable volatile warned warning weak weaken weakened weaker weakness worse worsened writedown`

function signed(words: string, weight: number): [string, number][] {
  return words.split(/\s+/).map((word) => [word, weight])
}

/**
 * A small list of plain market words, chosen for this program and measured against nothing: enough to try the method, no substitute
 * for a published lexicon.
 */
export const BUILT_IN_LEXICON: Lexicon = {
  name: 'built-in',
  weights: new Map([...signed(POSITIVE, 1), ...signed(NEGATIVE, -1)]),
}
