import type { SessionDay } from '../../src/core/calendar.js'
import { lowerBound } from '../../src/core/search.js'
import { observationsOf, type Observation, type Observations } from '../../src/panel/observations.js'
import type { DatedText } from './dated-text.js'
import type { Lexicon } from './lexicon.js'
import { lexiconCounts, netTone, termWeight, wordsOf } from './tone.js'

/** Sentiment of one symbol or sector (or of all) by session. */
export interface SentimentIndex {
  /** Mean net tone of the texts that became known since the session before, in [-1, 1]; no observation where none has a tone. */
  readonly tone: Observations
  /** Texts that have a tone. */
  readonly texts: Observations
}

export interface SentimentOptions {
  /** `counts` (the default), or `tf-idf`: rare words count more, by the texts known at that session, never by later ones. */
  readonly weighting?: 'counts' | 'tf-idf'
  /** Session days, ascending: a text counts on the first one on or after the day it was known. Without them, on that day. */
  readonly sessions?: ArrayLike<SessionDay>
}

interface Scored {
  readonly text: DatedText
  readonly counts: ReadonlyMap<string, number>
  readonly meanCount: number
}

/**
 * Sentiment by session and key, from dated texts. A session's value is made of the texts known by its close and of nothing later.
 * @returns by key, in order of the first text
 * @see the words and the weights: Loughran and McDonald (2011); the tone: Henry (2008)
 */
export function sentimentIndex(
  texts: readonly DatedText[],
  lexicon: Lexicon,
  { weighting = 'counts', sessions }: SentimentOptions = {},
): ReadonlyMap<string, SentimentIndex> {
  const byDay = new Map<SessionDay, Scored[]>()
  for (const text of texts) {
    const day = sessions === undefined ? text.known : sessionFor(text.known, sessions)
    const words = wordsOf(text.text)
    const list = byDay.get(day) ?? []
    list.push({ text, counts: lexiconCounts(words, lexicon), meanCount: words.length / new Set(words).size })
    byDay.set(day, list)
  }
  const tones = new Map<string, Observation[]>(texts.map(({ key }) => [key, []]))
  const numbers = new Map<string, Observation[]>(texts.map(({ key }) => [key, []]))
  const corpus: Corpus = { documents: 0, withWord: new Map() }
  for (const day of [...byDay.keys()].sort((a, b) => a - b)) {
    const scored = byDay.get(day) ?? []
    addToCorpus(corpus, scored)
    for (const [key, { sum, weight, count }] of toneByKey(
      scored,
      lexicon,
      weighting === 'tf-idf' ? corpus : undefined,
    )) {
      tones.get(key)?.push({ valid: day, known: day, value: sum / weight })
      numbers.get(key)?.push({ valid: day, known: day, value: count })
    }
  }
  const nameOf = (name: string, key: string): string => (key === '' ? name : `${name}.${key}`)
  return new Map(
    [...tones].map(([key, list]) => [
      key,
      {
        tone: observationsOf(nameOf('tone', key), list),
        texts: observationsOf(nameOf('texts', key), numbers.get(key) ?? []),
      },
    ]),
  )
}

/** The texts that were known so far. */
interface Corpus {
  documents: number
  readonly withWord: Map<string, number>
}

function addToCorpus(corpus: Corpus, scored: readonly Scored[]): void {
  for (const { counts } of scored) {
    corpus.documents++
    for (const word of counts.keys()) corpus.withWord.set(word, (corpus.withWord.get(word) ?? 0) + 1)
  }
}

interface ToneSum {
  sum: number
  weight: number
  count: number
}

function toneByKey(scored: readonly Scored[], lexicon: Lexicon, corpus: Corpus | undefined): Map<string, ToneSum> {
  const sums = new Map<string, ToneSum>()
  for (const { text, counts, meanCount } of scored) {
    const tone = netTone(
      counts,
      lexicon,
      corpus && ((word, count) => termWeight(count, meanCount, corpus.documents, corpus.withWord.get(word) ?? 1)),
    )
    if (Number.isNaN(tone)) continue
    const total = sums.get(text.key) ?? { sum: 0, weight: 0, count: 0 }
    total.sum += text.weight * tone
    total.weight += text.weight
    total.count++
    sums.set(text.key, total)
  }
  return sums
}

/** The first session on or after a day; the day itself behind the last one, where no session sees it. */
function sessionFor(day: SessionDay, sessions: ArrayLike<SessionDay>): SessionDay {
  return sessions[lowerBound(sessions, day)] ?? day
}
