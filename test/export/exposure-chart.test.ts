import { describe, expect, it } from 'vitest'
import { ShapeError } from '../../src/core/errors.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { exposureChartSvg } from '../../src/export/exposure-chart.js'
import { holdingLooks } from '../../src/export/holding-looks.js'
import { timelineChartSvg } from '../../src/export/timeline-chart.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const weightsOf = (rows: number[][]): Matrix => matrixOver(rows.length, rows[0].length, Float64Array.from(rows.flat()))

const datesOf = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => 12000 + i)

const options = (rows: number[][]) => {
  const weights = weightsOf(rows)
  return {
    title: 'Held',
    dates: datesOf(rows.length),
    weights,
    labels: rows[0].map((_, i) => `S${i}`),
    looks: holdingLooks(weights),
    reasonAt: (session: number) => `reason ${session}`,
    simulated: false,
  }
}

const areas = (svg: XmlElement): Map<string, string> =>
  new Map(findAll(svg, 'path', 'area').map((path) => [textOf(path), path.attributes.d]))

/** Lowest and highest ordinate of an outline. */
function extent(path: string): [number, number] {
  const ys = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y))
  return [Math.min(...ys), Math.max(...ys)]
}

describe('exposureChartSvg', () => {
  it('stacks long positions and cash to 100%, one on the other', () => {
    const drawn = areas(
      parseXml(
        exposureChartSvg(
          options([
            [0.5, 0.25],
            [0.5, 0.25],
            [0.5, 0.25],
          ]),
        ),
      ),
    )
    const [s0, s1, cash] = ['S0', 'S1', 'Cash'].map((name) => extent(drawn.get(name) ?? ''))
    expect(s0[0]).toBeCloseTo(s1[1], 6)
    expect(s1[0]).toBeCloseTo(cash[1], 6)
    // Half of equity is twice as high as a quarter.
    expect(s0[1] - s0[0]).toBeCloseTo(2 * (s1[1] - s1[0]), 6)
    expect(cash[1] - cash[0]).toBeCloseTo(s1[1] - s1[0], 6)
  })

  it('draws shorts and borrowed cash below 0', () => {
    const short = areas(
      parseXml(
        exposureChartSvg(
          options([
            [0.5, -0.25],
            [0.5, -0.25],
          ]),
        ),
      ),
    )
    expect(extent(short.get('S1') ?? '')[0]).toBeCloseTo(extent(short.get('S0') ?? '')[1], 6)
    const borrowed = areas(
      parseXml(
        exposureChartSvg(
          options([
            [1.5, 0],
            [1.5, 0],
          ]),
        ),
      ),
    )
    expect(extent(borrowed.get('Cash') ?? '')[0]).toBeCloseTo(extent(borrowed.get('S0') ?? '')[1], 6)
    expect([...borrowed.keys()]).toEqual(['S0', 'Cash'])
  })

  it('gives twelve assets a colour each and draws the others together', () => {
    const rows = [1, 2].map(() => Array.from({ length: 15 }, (_, i) => (i + 1) / 200))
    const drawn = areas(parseXml(exposureChartSvg(options(rows))))
    expect([...drawn.keys()]).toEqual([...Array.from({ length: 12 }, (_, i) => `S${i + 3}`), '3 others', 'Cash'])
    const { looks } = options(rows)
    expect(new Set(Array.from({ length: 12 }, (_, i) => looks.classOf(i + 3))).size).toBe(12)
    expect(looks.classOf(0)).toBe(looks.classOf(1))
  })

  it('says so where there is nothing, and refuses weights of other sessions', () => {
    const none = { ...options([[0]]), dates: datesOf(0), weights: weightsOf([[]]), labels: [] }
    expect(textOf(parseXml(exposureChartSvg({ ...none, weights: matrixOver(0, 1, new Float64Array(0)) })))).toContain(
      'No data',
    )
    expect(() => exposureChartSvg({ ...options([[0.5]]), dates: datesOf(2) })).toThrow(ShapeError)
  })
})

describe('timelineChartSvg', () => {
  const titles = (svg: XmlElement): string[] =>
    findAll(svg, 'rect').flatMap((rect) => findAll(rect, 'title').map(textOf))

  it('draws a band for each time an asset was held, split where it changes sides', () => {
    const svg = parseXml(
      timelineChartSvg(
        options([
          [0, 0],
          [0.5, 0],
          [0.7, 0],
          [-0.2, 0],
          [0, 0],
          [0.4, 0],
        ]),
      ),
    )
    expect(titles(svg)).toEqual([
      'S0: 2002-11-10 to 2002-11-11, 60.0% of equity on average. Begun: reason 1',
      'S0: 2002-11-12 to 2002-11-12, \u221220.0% of equity on average. Begun: reason 3',
      'S0: 2002-11-14 to the end, 40.0% of equity on average. Begun: reason 5',
    ])
    expect(findAll(svg, 'rect', 'short')).toHaveLength(1)
    expect(textOf(svg)).not.toContain('S1')
  })

  it('cuts long reasons, and leaves them out of very many bands', () => {
    const long = { ...options([[0], [1]]), reasonAt: () => 'x'.repeat(1000) }
    expect(titles(parseXml(timelineChartSvg(long)))[0]).toMatch(/Begun: x{240}…$/)
    const many = options(Array.from({ length: 3200 }, (_, i) => [i % 2]))
    const told = titles(parseXml(timelineChartSvg(many)))
    expect(told).toHaveLength(1600)
    expect(told.join()).not.toContain('Begun')
  })

  it('says so where nothing was held, and refuses weights of other sessions', () => {
    expect(textOf(parseXml(timelineChartSvg(options([[0], [0]]))))).toContain('Nothing but cash')
    expect(() => timelineChartSvg({ ...options([[0.5]]), dates: datesOf(2) })).toThrow(ShapeError)
  })
})
