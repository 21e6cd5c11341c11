import { describe, expect, it } from 'vitest'
import { auditMarket } from '../../pipelines/audit-market.js'
import { panelRows } from '../../src/panel/panel-rows.js'
import { BAR_FIELDS } from '../../src/panel/panel.js'

const panel = auditMarket(300)
const nAssets = panel.assets.length

describe('panelRows', () => {
  it('copies the sessions of every field and series', () => {
    const cut = panelRows(panel, 12, 40)
    expect(cut.dates).toEqual(panel.dates.slice(12, 40))
    for (const field of BAR_FIELDS) {
      expect(cut.fields[field].rows).toBe(28)
      expect(cut.fields[field].data).toEqual(panel.fields[field].data.slice(12 * nAssets, 40 * nAssets))
    }
    expect(cut.series['feed.macro']).toEqual(panel.series['feed.macro'].slice(12, 40))
    expect(cut.assetSeries['feed.flow'].data).toEqual(
      panel.assetSeries['feed.flow'].data.slice(12 * nAssets, 40 * nAssets),
    )
    expect([cut.assets, cut.sectors, cut.benchmark]).toEqual([panel.assets, panel.sectors, panel.benchmark])
  })

  it('has no rows where none are asked for, and shares no memory', () => {
    expect(panelRows(panel, 7, 7).dates).toHaveLength(0)
    const cut = panelRows(panel, 0, 2)
    cut.fields.close.data.fill(-1)
    expect(panel.fields.close.data[0]).toBeGreaterThan(0)
  })
})
