import type { History } from './answer.js'
import type { Restatement } from './compare-histories.js'
import { splitBehind, uniformFactors, type FieldFactor, type SplitGuess } from './uniform-factor.js'

/** A restatement with what explains it. */
export interface ExplainedRestatement extends Restatement {
  readonly factors: readonly FieldFactor[]
  readonly split: SplitGuess | null
}

/** Looks for a factor that the changed numbers share, and for the split behind that of the prices. */
export function explainRestatement(restatement: Restatement, before: History, after: History): ExplainedRestatement {
  const factors = uniformFactors(restatement.differences)
  const price = factors.find(({ field }) => field === 'Close')
  const split = price === undefined ? undefined : splitBehind(price.factor, before, after)
  return { ...restatement, factors, split: split ?? null }
}

function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`]
}

function factorText({ factors, split }: ExplainedRestatement): string {
  const price = factors.find(({ field }) => field === 'Close') ?? factors.at(0)
  if (price === undefined) return ''
  const { field, factor } = price
  const shared = `; ${field} by the uniform factor ${factor.toPrecision(6)}`
  if (split === null) return shared
  const day = split.on === null ? '' : ` of ${split.on}`
  const exact = Math.abs(split.rest - 1) <= 1e-3
  return `${shared}: a ${split.ratio} split${day}${exact ? '' : ` and ${split.rest.toPrecision(5)} of dividends since`}`
}

/** One line: how many numbers differ, from when to when, and what explains it. */
export function restatementText(restatement: ExplainedRestatement): string {
  const { differences, removed, inserted, removedFields, shared } = restatement
  const rows = new Set(differences.map(({ date }) => date)).size
  const counts = [
    ...counted(differences.length, `numbers in ${rows} of ${shared} shared rows`),
    ...counted(removed.length, 'rows gone'),
    ...counted(inserted.length, 'rows put in between'),
    ...counted(removedFields.length, 'columns gone'),
  ].join(', ')
  const [first] = differences
  const example =
    first === undefined
      ? ''
      : `; ${first.date} ${first.field} ${first.before ?? 'missing'}, now ${first.after ?? 'missing'}`
  return `${counts}${example}${factorText(restatement)}`
}
