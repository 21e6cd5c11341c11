import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { datedTexts, type DatedText } from '../../../datasets/sentiment/dated-text.js'
import { BUILT_IN_LEXICON, lexiconOf, type Lexicon } from '../../../datasets/sentiment/lexicon.js'
import { sentimentIndex } from '../../../datasets/sentiment/sentiment-index.js'
import { lexiconCounts, netTone, termWeight, wordsOf } from '../../../datasets/sentiment/tone.js'
import { readColumns } from '../../../datasets/tables/read-columns.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { dataFile } from '../tables/data-file.js'

const LEXICON: Lexicon = {
  name: 'test',
  weights: new Map([
    ...['gain', 'strong', 'growth', 'profit'].map((word): [string, number] => [word, 1]),
    ...['loss', 'weak', 'fraud', 'decline'].map((word): [string, number] => [word, -1]),
  ]),
}

const toneOf = (text: string): number => netTone(lexiconCounts(wordsOf(text), LEXICON), LEXICON)
const textOn = (known: number, text: string, key = '', weight = 1): DatedText => ({ known, key, text, weight })

describe('tone', () => {
  it('is positive less negative words over both', () => {
    expect(toneOf('Strong profit, weak growth.')).toBe(0.5)
    expect(toneOf('LOSS after loss; one GAIN')).toBeCloseTo(-1 / 3, 15)
    expect(toneOf('nothing to report')).toBeNaN()
    expect(toneOf('')).toBeNaN()
  })

  it('does not count a positive word within three words of a negator; negative words always count', () => {
    expect(toneOf('not a very strong loss')).toBe(-1)
    expect(toneOf('not one of the strong, loss')).toBe(0)
    expect(toneOf('never weak, gain')).toBe(-1)
    expect(toneOf('gain, not loss')).toBe(0)
  })

  it('splits words alike in every language', () => {
    expect(wordsOf("Don\u2019t cut FPT's year-end 2024 Lãi 5,3%")).toEqual(["don't", 'cut', "fpt's", 'year-end', 'lãi'])
  })

  it('weighs rare words by equation 1', () => {
    expect(termWeight(1, 1, 10, 10)).toBe(0)
    expect(termWeight(Math.E, 1, Math.E * 2, 2)).toBeCloseTo(2, 14)
    expect(termWeight(1, Math.E, 8, 2)).toBeCloseTo(Math.log(4) / 2, 14)
  })
})

describe('the index by session', () => {
  const golden = JSON.parse(readFileSync('test/golden/sentiment.json', 'utf8')) as {
    texts: { day: number; text: string }[]
    counts: Record<string, number>
    tfIdf: Record<string, number>
  }

  it.each(['counts', 'tf-idf'] as const)('agrees with an independent computation by %s', (weighting) => {
    const texts = golden.texts.map(({ day, text }) => textOn(day, text))
    const tone = sentimentIndex(texts, LEXICON, { weighting }).get('')?.tone
    const expected = Object.entries(weighting === 'counts' ? golden.counts : golden.tfIdf)
    expect([...(tone?.known ?? [])]).toEqual(expected.map(([day]) => Number(day)))
    for (const [i, [day, value]] of expected.entries()) expect(tone?.values[i], day).toBeCloseTo(value, 12)
  })

  it('is a weighted mean over the texts of a key, and leaves out texts without a tone', () => {
    const index = sentimentIndex(
      [
        textOn(5, 'gain', 'energy', 3),
        textOn(5, 'loss', 'energy'),
        textOn(5, 'a day', 'energy'),
        textOn(5, 'weak', 'utilities'),
        textOn(6, 'a day', 'utilities'),
      ],
      LEXICON,
    )
    expect([...(index.get('energy')?.tone.values ?? [])]).toEqual([0.5])
    expect([...(index.get('energy')?.texts.values ?? [])]).toEqual([2])
    expect([...(index.get('utilities')?.tone.known ?? [])]).toEqual([5])
    expect(index.get('utilities')?.tone.name).toBe('tone.utilities')
  })

  it('gathers the texts of a weekend into the next session', () => {
    const sessions = Int32Array.of(10, 13, 14)
    const tone = sentimentIndex(
      [textOn(11, 'gain'), textOn(12, 'loss'), textOn(13, 'loss'), textOn(99, 'gain')],
      LEXICON,
      { sessions },
    ).get('')?.tone
    expect([...(tone?.known ?? [])]).toEqual([13, 99])
    expect(tone?.values[0]).toBeCloseTo(-1 / 3, 15)
  })

  it('is not changed by texts that are published later, by either weighting', () => {
    const text = fc.record({
      known: fc.integer({ min: 1, max: 8 }),
      words: fc.array(fc.constantFrom('gain', 'loss', 'weak', 'strong', 'not', 'day'), { minLength: 1, maxLength: 8 }),
    })
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('counts' as const, 'tf-idf' as const),
        (list, cut, weighting) => {
          const texts = list.map(({ known, words }) => textOn(known, words.join(' ')))
          const all = sentimentIndex(texts, LEXICON, { weighting }).get('')?.tone
          const early = sentimentIndex(
            texts.filter(({ known }) => known <= cut),
            LEXICON,
            { weighting },
          ).get('')?.tone
          const kept = (all?.known ?? new Int32Array(0)).filter((day) => day <= cut).length
          expect([...(early?.values ?? [])]).toEqual([...(all?.values.slice(0, kept) ?? [])])
        },
      ),
    )
  })
})

describe('dated texts', () => {
  const read = async (text: string, zone?: 'utc' | 'new-york', file = 'news.jsonl'): Promise<DatedText[]> =>
    datedTexts(await readColumns(dataFile(file, text)), zone === undefined ? {} : { zone })

  it('are known by their publication: after the close, on the next day', async () => {
    const found = await read(
      '{"published":"2024-05-01T15:59-04:00","text":"gain","sector":"Tech","weight":2}\n{"published":"2024-05-01T20:00Z","text":"loss","sector":"energy"}\n',
    )
    expect(found.map(({ known, key, weight }) => [formatSession(known), key, weight])).toEqual([
      ['2024-05-01', 'information-technology', 2],
      ['2024-05-02', 'energy', 1],
    ])
    const plain = await read('published,text\n2024-05-01 15:00,"gain, again"\n', 'new-york', 'news.csv')
    expect(plain).toEqual([{ known: parseSession('2024-05-01'), key: '', text: 'gain, again', weight: 1 }])
  })

  it.each([
    ['{"published":"2024-05-01T15:59","text":"x"}', 'news.jsonl:1: published: "2024-05-01T15:59" has no time zone'],
    ['{"published":null,"text":"x"}', 'news.jsonl:1: published: "" is no day or time of publication'],
    ['{"published":"2024-05-01","text":" "}', 'news.jsonl:1: text: is blank'],
    ['{"published":"2024-05-01","text":"x","weight":0}', 'news.jsonl:1: weight: "0" is not above 0'],
    ['{"published":"2024-05-01","text":"x","sector":"x"}', 'news.jsonl:1: sector: sector "x" is unknown'],
    ['{"published":"2024-05-01"}', 'news.jsonl: column "text" is missing'],
  ])('refuse %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })
})

describe('a lexicon', () => {
  const read = async (text: string): Promise<Lexicon> => lexiconOf(await readColumns(dataFile('words.csv', text)))

  it('has words with a polarity and a weight', async () => {
    const { weights } = await read('word,polarity,weight\nGain,positive,\nfraud,-1,2.5\n__proto__,NEGATIVE,1\n')
    expect([...weights]).toEqual([
      ['gain', 1],
      ['fraud', -2.5],
      ['__proto__', -1],
    ])
    expect(
      netTone(
        new Map([
          ['gain', 1],
          ['fraud', 1],
        ]),
        { name: '', weights },
      ),
    ).toBeCloseTo((1 - 2.5) / 3.5, 15)
  })

  it.each([
    ['word,polarity\n', 'words.csv: holds no words'],
    ['word,polarity\n,positive\n', 'words.csv:2: word: is blank'],
    ['word,polarity\ngain,good\n', 'words.csv:2: polarity: "good" is unknown, expected positive, negative, 1 or -1'],
    ['word,polarity\ngain,1\nGAIN,-1\n', 'words.csv:3: word: "gain" stands twice'],
    ['word,polarity,weight\ngain,1,-2\n', 'words.csv:2: weight: "-2" is not above 0'],
    ['words,polarity\ngain,1\n', 'words.csv: column "word" is missing, the nearest is "words"'],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })

  it('that is built in holds each word once, in lower case', () => {
    const words = [...BUILT_IN_LEXICON.weights.keys()]
    expect(words.length).toBeGreaterThan(80)
    expect(words.every((word) => /^[a-z]+$/.test(word))).toBe(true)
    expect(netTone(lexiconCounts(wordsOf('Profits surged'), BUILT_IN_LEXICON), BUILT_IN_LEXICON)).toBe(1)
    expect(netTone(lexiconCounts(wordsOf('Losses deepen as sales slump'), BUILT_IN_LEXICON), BUILT_IN_LEXICON)).toBe(-1)
  })
})
