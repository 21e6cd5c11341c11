import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { vn30SectorOf, vn30Symbols } from '../../../datasets/registry/vietnam.js'
import { REAL_DATA } from '../../fixtures/command-line.js'
import { emptyPanel, joinFeed } from './feed-fixture.js'

const found = existsSync(`${REAL_DATA}/macro-fred`)
if (!found) process.stderr.write(`skipped: no real feeds in ${REAL_DATA}\n`)
const panel = emptyPanel('2012-06-01', '2025-12-31', { XLE: 'energy', XLK: 'information-technology' })

// Values copied by hand out of the files.
describe.skipIf(!found)('real feeds on the days they were known', () => {
  it('consumer prices of a month by the 18th of the next', async () => {
    const { at, notes } = await joinFeed(REAL_DATA, panel, { source: 'fred', folder: 'macro-fred', series: 'CPIAUCSL' })
    expect([at('2019-06-17'), at('2019-06-18'), at('2019-07-17'), at('2019-07-18')]).toEqual([
      255.233, 255.296, 255.296, 255.213,
    ])
    expect(notes).toHaveLength(1)
  })

  it('industrial production as each vintage had it, growth within one', async () => {
    const feed = { source: 'fred-md', folder: 'macro-vintages', series: 'INDPRO' }
    const level = await joinFeed(REAL_DATA, panel, feed)
    expect([level.at('2023-06-30'), level.at('2023-07-03'), level.at('2024-08-30'), level.at('2024-09-02')]).toEqual([
      NaN,
      103.0107,
      103.0107,
      102.8887,
    ])
    const growth = await joinFeed(REAL_DATA, panel, { ...feed, transform: 'growth_12' })
    expect(growth.at('2023-07-03')).toBeCloseTo(100 * (103.0107 / 102.7769 - 1), 10)
    expect(growth.at('2024-09-02')).toBeCloseTo(100 * (102.8887 / 103.0722 - 1), 10)
  })

  it('policy uncertainty the next weekday', async () => {
    const feed = { source: 'policy-uncertainty', folder: 'sentiment', series: 'USEPUINDXD' }
    const { at } = await joinFeed(REAL_DATA, panel, feed)
    // On Monday the 10th Sunday's count is the newest.
    expect([at('2019-06-06'), at('2019-06-07'), at('2019-06-10')]).toEqual([217.51, 137.43, 174.61])
  })

  it("Shiller's price when its month is over, earnings half a year later", async () => {
    const feed = { source: 'shiller', folder: 'shiller' }
    const price = await joinFeed(REAL_DATA, panel, { ...feed, series: 'price' })
    expect([price.at('2019-05-31'), price.at('2019-06-10')]).toEqual([2903.8, 2854.71])
    const earnings = await joinFeed(REAL_DATA, panel, { ...feed, series: 'earnings' })
    expect([earnings.at('2019-11-28'), earnings.at('2019-12-02')]).toEqual([134.68333333333334, 134.97666666666666])
  })

  it('company figures by sector from the day in the name of their file', async () => {
    const feed = { source: 'fundamentals', folder: 'sp500-fundamentals', members: 'sp500-members/snapshots' }
    const golden = JSON.parse(readFileSync('test/golden/companies.json', 'utf8')) as {
      readonly earningsYield: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>
    }
    const [median, capWeighted] = golden.earningsYield['2014-03-08'].energy
    const field = { field: 'earningsYield' }
    const middle = await joinFeed(REAL_DATA, panel, { ...feed, ...field })
    // The 8th of March 2014 is a Saturday.
    expect(middle.at('2014-03-07', 'XLE')).not.toBeCloseTo(median, 9)
    expect(middle.at('2014-03-10', 'XLE')).toBeCloseTo(median, 12)
    const weighted = await joinFeed(REAL_DATA, panel, { ...feed, ...field, average: 'capWeighted' })
    expect(weighted.at('2014-03-10', 'XLE')).toBeCloseTo(capWeighted, 12)
    // No members were known before 2013-01-31: the snapshot of 2012-12-27 is of nobody.
    expect([middle.at('2012-12-31', 'XLE'), middle.at('2013-02-08', 'XLE')]).toEqual([NaN, NaN])
    expect(middle.at('2013-02-11', 'XLE')).toBeGreaterThan(0)
  })

  it('foreign flow of a sector from the close of its trade date on', async () => {
    const sectors = emptyPanel('2025-06-02', '2025-11-13', { energy: 'energy', 'consumer-staples': 'consumer-staples' })
    const sectorOf = (symbol: string): string | undefined =>
      vn30Symbols.includes(symbol) ? vn30SectorOf(symbol) : undefined
    const feed = { source: 'foreign-flow', folder: 'vietnam/foreign-flow', maxAge: 7 }
    const { at } = await joinFeed(REAL_DATA, sectors, feed, { exchange: 'HOSE', sectorOf })
    expect([at('2025-06-23', 'energy'), at('2025-06-23', 'consumer-staples')]).toEqual([NaN, NaN])
    // PLX alone, in shares; MSN, SAB and VNM at their prices.
    expect(at('2025-06-24', 'energy')).toBe((226_100 - 285_100) / 2_964_800)
    const [msn, sab, vnm] = [69.2, 46.71, 56.4]
    const net = (931_700 - 511_400) * msn + (142_900 - 140_600) * sab + (698_500 - 101_500) * vnm
    const traded = 6_555_800 * msn + 710_200 * sab + 2_803_800 * vnm
    expect(at('2025-06-24', 'consumer-staples')).toBeCloseTo(net / traded, 12)
  })
})
