import { expect, it } from 'vitest'
import { feedsSchema } from '../../../pipelines/feeds/feed-schema.js'
import { absenceNotes, knownIndicators, revisionNotes } from '../../../pipelines/regimes/notes.js'

const feeds = feedsSchema.parse({
  growth: { source: 'fred', series: 'INDPRO' },
  jobs: { source: 'fred-md', series: 'PAYEMS' },
  slack: { source: 'fred', series: 'UNRATE' },
  curve: { source: 'fred', series: 'T10Y2Y' },
  own: { source: 'fred', series: 'MINE', lag: 'monthly 1 month day 18' },
  unused: { source: 'fred', series: 'GDP' },
})

it('names the indicators whose files hold the newest revision, within other features too, each once', () => {
  const [note, ...more] = revisionNotes(feeds, {
    level: ['feed.growth', 'feed.jobs', '-feed.curve'],
    direction: ['-sma_5(feed.slack)', 'feed.growth', 'feed.own'],
  })
  expect(note).toContain('(growth, slack, own)')
  expect(more).toEqual([])
})

it('says nothing where every value is of its own vintage, or a price', () => {
  expect(revisionNotes(feeds, { level: ['feed.jobs', '-feed.curve'], direction: ['market_trend_200'] })).toEqual([])
})

const NONE = Float64Array.of(NaN, NaN)
const SOME = Float64Array.of(NaN, 1)

it('names the indicators that are not there at all, each once, and what is left', () => {
  const indicators = { level: ['-feed.slack', 'feed.growth'], direction: ['feed.slack', 'feed.jobs'] }
  const notesOf = (series: Readonly<Record<string, Float64Array>>): string[] =>
    absenceNotes(indicators, knownIndicators(indicators, series))
  const all = { 'feed.slack': SOME, 'feed.growth': SOME, 'feed.jobs': SOME }
  expect(notesOf(all)).toEqual([])
  expect(notesOf({ ...all, 'feed.slack': NONE })).toEqual([
    'feed.slack: no value at any session; phases are told by the others.',
  ])
  expect(notesOf({ ...all, 'feed.slack': NONE, 'feed.jobs': NONE })).toEqual([
    'feed.slack, feed.jobs: no value at any session; nothing tells the direction of activity, and so no phase.',
  ])
  expect(notesOf({ 'feed.slack': NONE, 'feed.growth': NONE, 'feed.jobs': SOME })[0]).toContain('the level of activity')
  expect(notesOf({ 'feed.slack': NONE, 'feed.growth': NONE, 'feed.jobs': NONE })[0]).toContain('the level of activity')
})
