import { describe, expect, it } from 'vitest'
import { contrastRatio } from '../../src/export/colour-scale.js'
import { surfaceChartSvg } from '../../src/export/surface-chart.js'
import { findAll, parseXml, textOf } from './parse-xml.js'

const svg = surfaceChartSvg({
  title: 'Sensitivity',
  subtitle: 'Sharpe ratio less that of equal weight',
  columns: { label: 'x', values: [2, 5] },
  rows: { label: 'y', values: [1, 4] },
  planes: [
    { title: 'M 1', valueAt: (row, column) => (row === 1 && column === 0 ? undefined : 0.5 - column) },
    { title: 'M -1', valueAt: () => NaN },
  ],
  simulated: true,
})

describe('surfaceChartSvg', () => {
  const cells = findAll(parseXml(svg), 'g', 'plane').map((plane) =>
    findAll(plane, 'g')
      .map((cell) => cell.children.filter((child) => typeof child !== 'string'))
      .filter((children) => children.length === 3),
  )

  it('has a cell for each pair that has a value, and says which', () => {
    expect(cells.map((plane) => plane.length)).toEqual([3, 4])
    expect(cells[0].map(([title]) => textOf(title))).toEqual([
      'x 2, y 1, M 1: +0.50',
      'x 5, y 1, M 1: −0.50',
      'x 5, y 4, M 1: −0.50',
    ])
    expect(textOf(cells[1][0][0])).toBe('x 2, y 1, M -1: n/a')
  })

  it('writes numbers that can be read on their colour, which tells the signs apart', () => {
    const fills = cells[0].map(([, rect, text]) => {
      expect(contrastRatio(rect.attributes.fill, text.attributes.fill)).toBeGreaterThanOrEqual(4.5)
      return rect.attributes.fill
    })
    expect(fills[1]).toBe(fills[2])
    expect(fills[0]).not.toBe(fills[1])
  })

  it('marks a simulated market', () => {
    expect(svg).toContain('SIMULATED MARKET')
  })
})
