import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DataFolder } from '../../../datasets/text/data-folder.js'
import { featuresAndTarget } from '../../../pipelines/prepare.js'
import { feedSchema } from '../../../pipelines/feeds/feed-schema.js'
import { joinFeeds } from '../../../pipelines/feeds/join-feeds.js'
import type { FeaturePanel } from '../../../src/features/run-stages.js'
import { formatSession } from '../../../src/core/calendar.js'
import { randomPanel } from '../../contracts/random-panel.js'

const panel = randomPanel(80, 3, 5)
const [begin] = panel.dates

/** A folder that holds one file and nothing else, without a disk. */
function folderOf(text: string): DataFolder {
  const folder: DataFolder = {
    root: 'memory',
    within: () => folder,
    has: (name) => !name.endsWith('.sha256'),
    list: () => ['mine.csv'],
    read: () => ({ file: 'mine.csv', bytes: new TextEncoder().encode(text), sha256: '' }),
  }
  return folder
}

interface Release {
  readonly valid: number
  readonly known: number
  readonly value: number | null
}

/** Rows of a feed: a later row of the same moment would be refused, so that there is one of each. */
function csvOf(releases: readonly Release[]): string {
  const rows = new Map(
    releases.map(({ valid, known, value }) => [
      `${formatSession(begin + valid)},${formatSession(begin + known)}`,
      value === null ? '' : String(value),
    ]),
  )
  return `date,known,value\n${[...rows].map(([days, value]) => `${days},${value}`).join('\n')}\n`
}

async function featuresOf(releases: readonly Release[], transform: string): Promise<FeaturePanel> {
  const feeds = { mine: feedSchema.parse({ source: 'dated', file: 'mine.csv', transform, maxAge: 60 }) }
  const joined = await joinFeeds(feeds, folderOf(csvOf(releases)), { panel })
  const experiment = {
    features: ['momentum_5', 'feed.mine', 'feed.mine.present'],
    horizon: 2,
    target: 'z',
  } as const
  return featuresAndTarget({ ...experiment, features: [...experiment.features] }, joined.panel).features
}

const release = (from: number): fc.Arbitrary<Release> =>
  fc
    .record({
      lag: fc.nat(40),
      known: fc.integer({ min: from, max: 110 }),
      value: fc.option(fc.double({ min: -9, max: 9, noNaN: true })),
    })
    .map(({ lag, known, value }) => ({ valid: Math.max(0, known - lag), known, value }))

describe('revisions that come later', () => {
  it('change no feature before the day they were known, to the last bit', async () => {
    const transform = fc.constantFrom('level', 'change_1', 'zscore_3', 'growth_1')
    await fc.assert(
      fc.asyncProperty(
        fc.array(release(0), { minLength: 1, maxLength: 15 }),
        fc.integer({ min: 1, max: 100 }),
        transform,
        fc.infiniteStream(release(0)),
        async (first, day, name, stream) => {
          const before = first.filter(({ known }) => known <= day)
          fc.pre(before.length > 0)
          const later = [...stream.take(10)].map((each) => ({ ...each, known: Math.max(each.known, day + 1) }))
          const [alone, revised] = [await featuresOf(before, name), await featuresOf([...before, ...later], name)]
          const rows = panel.dates.filter((date) => date <= begin + day).length
          for (const [f, matrix] of alone.values.entries())
            expect(revised.values[f].data.slice(0, rows * 3)).toEqual(matrix.data.slice(0, rows * 3))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('do change features from that day on', async () => {
    const first = { valid: 0, known: 3, value: 1 }
    const [alone, revised] = [
      await featuresOf([first], 'level'),
      await featuresOf([first, { valid: 0, known: 20, value: 2 }], 'level'),
    ]
    const changed = [...alone.values[1].data.keys()].find(
      (i) => !Object.is(alone.values[1].data[i], revised.values[1].data[i]),
    )
    expect(Math.floor((changed ?? 0) / 3)).toBe(panel.dates.findIndex((date) => date >= begin + 20))
  })
})
