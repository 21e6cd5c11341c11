import { expect, it } from 'vitest'
import { feedsSchema } from '../../../pipelines/feeds/feed-schema.js'
import { revisionNotes } from '../../../pipelines/regimes/notes.js'

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
