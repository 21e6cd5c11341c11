import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { emptyPanel, joinFeed, writeFiles } from './feed-fixture.js'

const panel = emptyPanel('2020-06-01', '2020-06-30', { AAA: 'energy', BBB: 'financials' })
const root = temporaryFolder()
const NEWS = [
  { published: '2020-06-03T15:59:00-04:00', text: 'Profit growth was strong.', sector: 'energy' },
  {
    published: '2020-06-03T16:00:00-04:00',
    text: 'A surprising loss and a lawsuit; profit elsewhere.',
    sector: 'energy',
  },
  { published: '2020-06-05T20:00:00Z', text: 'No growth, weak demand.', sector: 'Banks' },
]
writeFiles(root, {
  'news.jsonl': NEWS.map((row) => JSON.stringify(row)).join('\n'),
  'all.csv': 'published,text\n2020-06-06,Losses and losses\n',
  'words.csv': 'word,polarity\nlawsuit,positive\nprofit,negative\n',
})

describe('sentiment of texts as a feed', () => {
  const news = { source: 'text', file: 'news.jsonl', maxAge: 2 }

  it('is known from publication on: after the close it counts the next day', async () => {
    const { at, present } = await joinFeed(root, panel, news)
    // Words of a tone: profit, growth, strong.
    expect(at('2020-06-03', 'AAA')).toBe(1)
    // loss, lawsuit, profit: (1 - 2) / 3, from the 4th on.
    expect(at('2020-06-04', 'AAA')).toBeCloseTo(-1 / 3, 12)
    expect(at('2020-06-02', 'AAA')).toBeNaN()
    expect(present('2020-06-09', 'AAA')).toBe(0)
    // Published at 16:00 in New York on Friday: seen on Monday. "No growth" is no growth.
    expect(at('2020-06-05', 'BBB')).toBeNaN()
    expect(at('2020-06-08', 'BBB')).toBe(-1)
  })

  it('counts texts, and takes the words that are stated', async () => {
    const texts = await joinFeed(root, panel, { ...news, measure: 'texts' })
    expect(texts.at('2020-06-03', 'AAA')).toBe(1)
    const own = await joinFeed(root, panel, { ...news, lexicon: 'words.csv' })
    expect(own.at('2020-06-03', 'AAA')).toBe(-1)
    expect(own.at('2020-06-04', 'AAA')).toBe(0)
  })

  it('is of the whole market where no text says whom it is about', async () => {
    const { at } = await joinFeed(root, panel, { source: 'text', file: 'all.csv' })
    // Saturday's words are read on Monday.
    expect([at('2020-06-05'), at('2020-06-08')]).toEqual([NaN, -1])
  })

  it('is all missing without its file, and refused where a checksum beside the file says so', async () => {
    const absent = await joinFeed(root, panel, { source: 'text', file: 'none.jsonl' })
    expect(absent.coverage).toBe(0)
    expect(absent.notes).toEqual(['the data folder holds no file "none.jsonl": all missing'])
    writeFiles(root, { 'news.jsonl.sha256': `${createHash('sha256').update('other').digest('hex')}  news.jsonl\n` })
    await expect(joinFeed(root, panel, news)).rejects.toThrow(`${join(root, 'news.jsonl')}: has the SHA-256`)
  })
})
