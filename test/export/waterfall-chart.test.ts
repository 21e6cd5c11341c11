import { describe, expect, it } from 'vitest'
import { waterfallChartSvg, type WaterfallPart } from '../../src/export/waterfall-chart.js'
import { HOSTILE } from './example-heatmap.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const draw = (parts: readonly WaterfallPart[], simulated = false): XmlElement =>
  parseXml(waterfallChartSvg({ title: 'Parts', subtitle: 'of a sum', parts, total: 'Sum', simulated }))

interface Bar {
  readonly left: number
  readonly right: number
  readonly look: string | undefined
  readonly told: string
}

const barsOf = (svg: XmlElement): Bar[] =>
  findAll(svg, 'rect', 'bar').map(({ attributes, children }) => ({
    left: Number(attributes.x),
    right: Number(attributes.x) + Number(attributes.width),
    look: attributes.class,
    told: children.map((child) => (typeof child === 'string' ? child : textOf(child))).join(''),
  }))

const PARTS = [
  { label: 'Energy', value: 0.3 },
  { label: 'Utilities', value: -0.5 },
  { label: 'Costs', value: 0.1 },
]

describe('waterfallChartSvg', () => {
  it('begins each bar where the one before ended, and ends with their sum from 0', () => {
    const [energy, utilities, costs, sum] = barsOf(draw(PARTS))
    // One percent is as wide everywhere: 30 up, 50 down to -20, 10 up to -10, and the sum from 0 to -10.
    const unit = (energy.right - energy.left) / 30
    expect(utilities.right).toBeCloseTo(energy.right, 1)
    expect(utilities.right - utilities.left).toBeCloseTo(50 * unit, 1)
    expect(costs.left).toBeCloseTo(utilities.left, 1)
    expect(costs.right - costs.left).toBeCloseTo(10 * unit, 1)
    expect(sum.right).toBeCloseTo(energy.left, 1)
    expect(sum.left).toBeCloseTo(costs.right, 1)
    expect([energy, utilities, costs, sum].map(({ look }) => look)).toEqual([
      'bar fill-0',
      'bar fill-1',
      'bar fill-0',
      'bar total fill-1',
    ])
  })

  it('tells each part and the sum, also to those who cannot see it', () => {
    const svg = draw(PARTS)
    const told = ['Energy +30.00%', 'Utilities \u221250.00%', 'Costs +10.00%', 'Sum \u221210.00%']
    expect(barsOf(svg).map(({ told: text }) => text)).toEqual(told.map((text) => text.replace(' ', ': ')))
    expect(textOf(findAll(svg, 'desc')[0])).toBe(`of a sum. ${told.join(', ')}.`)
    expect(svg.attributes.role).toBe('img')
  })

  it('says so on a simulated market', () => {
    expect(textOf(draw(PARTS, true))).toContain('SIMULATED MARKET')
    expect(textOf(draw(PARTS))).not.toMatch(/simulated/i)
  })

  it.each([
    ['no parts', []],
    ['a part that is not known', [...PARTS, { label: 'Cash', value: NaN }]],
  ])('draws no bars for %s', (_, parts) => {
    const svg = draw(parts)
    expect(barsOf(svg)).toEqual([])
    expect(textOf(svg)).toContain('No data')
  })

  it('holds parts that are all 0, and any name', () => {
    const [part, sum] = barsOf(draw([{ label: HOSTILE.repeat(20), value: 0 }]))
    expect(part.left).toBe(sum.left)
  })
})
