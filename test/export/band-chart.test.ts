import { describe, expect, it } from 'vitest'
import { bandChartSvg, type BandChartOptions } from '../../src/export/band-chart.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const base: BandChartOptions = {
  title: 'Switching <now>',
  yLabel: 'gMA(5, 2)',
  dates: Int32Array.of(18000, 18007, 18014, 18021, 18028),
  names: ['OIL', 'TECH', 'CASH'],
  cash: 2,
  held: [0, 0, 2, 0, 1],
  selected: Float64Array.of(1, 2, NaN, 4, 3),
  selectedLabel: 'largest gMA',
  hurdle: Float64Array.of(0.5, NaN, 0.5, 1, 1),
  simulated: false,
}
const draw = (options: Partial<BandChartOptions> = {}): XmlElement => parseXml(bandChartSvg({ ...base, ...options }))
const numbers = (rects: readonly XmlElement[], name: string): number[] =>
  rects.map(({ attributes }) => Number(attributes[name]))

describe('bandChartSvg', () => {
  it('has a lane for each name that was held, cash last, and a band behind for each holding', () => {
    const root = draw()
    expect(root.attributes['aria-label']).toContain('Held, in lanes: OIL, TECH, CASH.')
    const lanes = findAll(root, 'rect').filter(({ children }) => children.length > 0)
    expect(lanes.map(textOf)).toEqual([
      'OIL: 2019-04-14 to 2019-04-28',
      'CASH: 2019-04-28 to 2019-05-05',
      'OIL: 2019-05-05 to 2019-05-12',
      'TECH: 2019-05-12 to now',
    ])
    expect(lanes.map(({ attributes }) => attributes.class)).toEqual(['hold-0', 'hold-cash', 'hold-0', 'hold-1'])
    const [oil, cash, again, tech] = numbers(lanes, 'y')
    expect(again).toBe(oil)
    expect(oil < tech && tech < cash).toBe(true)
    // Five steps of equal length, the last one holding on: bands of 2, 1, 1 and 1 of them that fill the plot.
    const behind = findAll(root, 'rect').filter(({ attributes }) => attributes.class.endsWith('behind'))
    const step = (980 - 84) / 5
    const widths = numbers(behind, 'width')
    for (const [i, count] of [2, 1, 1, 1].entries()) expect(widths[i]).toBeCloseTo(count * step, 1)
    expect(numbers(behind, 'x')[3] + widths[3]).toBeCloseTo(980, 1)
  })

  it('draws the line of the largest with its gap, and a triangle at each hurdle that is known', () => {
    const root = draw()
    const line = findAll(root, 'path', 'leader').at(-1)?.attributes.d ?? ''
    expect(line.replace(/[^ML]/g, '')).toBe('MLML')
    // One of them in the legend.
    expect(findAll(root, 'path', 'hurdle')).toHaveLength(1 + 4)
  })

  it('keeps few triangles of many steps, the extreme ones among them, and the same bytes', () => {
    const n = 1400
    const hurdle = Float64Array.from({ length: n }, (_, i) => (i === 700 ? 50 : Math.sin(i)))
    const many = {
      dates: Int32Array.from({ length: n }, (_, i) => 10_000 + 7 * i),
      held: Array.from({ length: n }, (_, i) => i % 3),
      selected: hurdle.map((value) => value + 1),
      hurdle,
    }
    const triangles = findAll(draw(many), 'path', 'hurdle')
    expect(triangles.length).toBeLessThanOrEqual(121)
    const heights = triangles.slice(1).map(({ attributes }) => Number(/^M[\d.]+ ([\d.]+)/.exec(attributes.d)?.[1]))
    const [highest, second] = [...heights].sort((a, b) => a - b)
    expect(second - highest).toBeGreaterThan(100)
    expect(bandChartSvg({ ...base, ...many })).toBe(bandChartSvg({ ...base, ...many }))
  })

  it('marks a simulated market, and writes fractions in percent', () => {
    expect(textOf(draw({ simulated: true }))).toContain('SIMULATED MARKET')
    expect(textOf(draw())).not.toContain('SIMULATED')
    expect(textOf(draw({ percent: true, selected: Float64Array.of(0.1, 0, 0.2, 0, 0.3) }))).toContain('100%')
  })

  it('draws nothing of nothing, and one step', () => {
    const none = { dates: new Int32Array(0), held: [], selected: new Float64Array(0), hurdle: new Float64Array(0) }
    expect(textOf(draw(none))).toContain('no steps')
    const one = {
      dates: Int32Array.of(9),
      held: [1],
      selected: Float64Array.of(NaN),
      hurdle: Float64Array.of(Infinity),
    }
    expect(textOf(draw(one))).toContain('1 holding ·')
  })

  it('refuses series of another length', () => {
    expect(() => draw({ held: [0] })).toThrow('held has 1 values, expected 5')
  })
})
