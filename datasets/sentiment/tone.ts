import type { Lexicon } from './lexicon.js'

/** Words that turn a positive word within the next three into none (Loughran and McDonald 2011, section II). */
const NEGATORS: ReadonlySet<string> = new Set(['no', 'not', 'none', 'neither', 'never', 'nobody'])
const NEGATION_WINDOW = 3
const WORD = /\p{L}+(?:['\u2019-]\p{L}+)*/gu

/** Words of a text in lower case; numbers and signs are no words. The same in every locale. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).map((word) => word.replaceAll('\u2019', "'"))
}

/**
 * How often each word of the lexicon counts in a text. A positive word does not count where one of `no, not, none, neither, never,
 * nobody` is among the three words before it; negative words are seldom negated and always count.
 * @param words - as {@link wordsOf} gives them
 */
export function lexiconCounts(words: readonly string[], lexicon: Lexicon): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [i, word] of words.entries()) {
    const weight = lexicon.weights.get(word)
    if (weight === undefined) continue
    const isNegated =
      weight > 0 && words.slice(Math.max(0, i - NEGATION_WINDOW), i).some((before) => NEGATORS.has(before))
    if (!isNegated) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

/**
 * Net tone: (positive - negative) / (positive + negative), in [-1, 1].
 * @param counts - of each word of the lexicon
 * @param weightOf - what one word counts in all; its number of times when absent
 * @returns NaN where no word of the lexicon counts
 * @see Henry (2008), Journal of Business Communication 45(4)
 */
export function netTone(
  counts: ReadonlyMap<string, number>,
  lexicon: Lexicon,
  weightOf: (word: string, count: number) => number = (_, count) => count,
): number {
  let positive = 0
  let negative = 0
  for (const [word, count] of counts) {
    const value = weightOf(word, count) * (lexicon.weights.get(word) ?? 0)
    if (value > 0) positive += value
    else negative -= value
  }
  return (positive - negative) / (positive + negative)
}

/**
 * Weight of a word in a document by its rarity: (1 + ln tf) / (1 + ln a) x ln(N / df).
 * @param count - tf: times that the word stands in the document, 1 or more
 * @param meanCount - a: words of the document over its different words
 * @param documents - N
 * @param withWord - df: documents that hold the word, 1 or more
 * @see Loughran and McDonald (2011), Journal of Finance 66(1), equation 1
 */
export function termWeight(count: number, meanCount: number, documents: number, withWord: number): number {
  return ((1 + Math.log(count)) / (1 + Math.log(meanCount))) * Math.log(documents / withWord)
}
