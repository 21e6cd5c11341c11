import { expect, it } from 'vitest'
import { matrixOver, sliceRows } from '../../src/core/matrix.js'
import { mapPanel } from '../../src/panel/map-panel.js'
import { randomPanel } from '../contracts/random-panel.js'

const panel = randomPanel(5, 3, 1)

it('passes every field, series and value per asset through the change, once and under its name', () => {
  const seen: string[] = []
  const doubled = mapPanel(panel, ({ rows, cols, data }, name, isSeries) => {
    expect(cols, name).toBe(isSeries ? 1 : 3)
    seen.push(name)
    return matrixOver(
      rows,
      cols,
      data.map((value) => 2 * value),
    )
  })
  const names = [panel.fields, panel.series, panel.assetSeries].flatMap((record) => Object.keys(record))
  expect(seen).toEqual(names)
  expect(doubled.fields.low.data[7]).toBe(2 * panel.fields.low.data[7])
  expect(doubled.series['benchmark.close'][4]).toBe(2 * panel.series['benchmark.close'][4])
  expect(doubled.assetSeries['feed.flow'].data[7]).toBe(2 * panel.assetSeries['feed.flow'].data[7])
  expect({ ...doubled, fields: panel.fields, series: panel.series, assetSeries: panel.assetSeries }).toEqual(panel)
})

it('takes the dates of the rows that are left', () => {
  const cut = mapPanel(panel, (matrix) => sliceRows(matrix, 1, 3), panel.dates.subarray(1, 3))
  expect([...cut.dates]).toEqual([...panel.dates.subarray(1, 3)])
  expect(cut.fields.close.rows).toBe(2)
  expect(cut.series['feed.macro']).toHaveLength(2)
})
