import { expect, it } from 'vitest'
import { feedsSchema } from '../../../pipelines/feeds/feed-schema.js'
import { revisionNotes } from '../../../pipelines/regimes/notes.js'

const feeds = feedsSchema.parse({
  growth: { source: 'fred', series: 'INDPRO' },
  jobs: { source: 'fred-md', series: 'PAYEMS' },
  slack: { source: 'fred', series: 'UNRATE' },
  unused: { source: 'fred', series: 'T10Y2Y' },
})

it('names the indicators whose files hold the newest revision, within other features too, each once', () => {
  const [note, ...more] = revisionNotes(feeds, {
    level: ['feed.growth', 'feed.jobs'],
    direction: ['-sma_5(feed.slack)', 'feed.growth'],
  })
  expect(note).toContain('(growth, slack)')
  expect(more).toEqual([])
})

it('says nothing where every value is of its own vintage, or a price', () => {
  expect(revisionNotes(feeds, { level: ['feed.jobs'], direction: ['market_trend_200'] })).toEqual([])
})
