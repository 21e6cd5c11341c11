import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { contrastRatio } from '../../src/export/colour-scale.js'
import { lineChartSvg, type LineChartOptions } from '../../src/export/line-chart.js'
import { LINE_COLOURS, THEMES } from '../../src/export/picture-style.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const N = 5000
const random = createRandom(3, 'line')
let level = 100
const walk = Float64Array.from({ length: N }, () => (level *= 1 + 0.01 * random.normal()))
const base: LineChartOptions = {
  title: 'Equity <gross & net>',
  dates: Int32Array.from({ length: N }, (_, i) => 11_000 + Math.floor(1.4 * i)),
  lines: [{ label: 'Ensemble', values: walk }],
  yLabel: 'Growth',
  simulated: true,
}

const draw = (options: Partial<LineChartOptions>): XmlElement => parseXml(lineChartSvg({ ...base, ...options }))
const pathsOf = (root: XmlElement): string[] =>
  findAll(root, 'path', 'series')
    .filter((path) => path.children.length > 0)
    .map((path) => path.attributes.d)
const pointsOf = (path: string): number[][] =>
  [...path.matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('lineChartSvg', () => {
  it('is a labelled picture that names its lines, its period and its market', () => {
    const root = draw({})
    expect(root.attributes['aria-label']).toContain('Lines: Ensemble.')
    const text = textOf(root)
    for (const part of ['Equity <gross & net>', 'Growth', '2000-02-13 to', 'SIMULATED MARKET', 'Ensemble', '2004'])
      expect(text).toContain(part)
    expect(textOf(draw({ simulated: false }))).not.toContain('SIMULATED')
  })

  it('thins a long line to 1,000 points that keep its peak and its trough', () => {
    const points = pointsOf(pathsOf(draw({}))[0])
    expect(points.length).toBeLessThanOrEqual(1000)
    expect(points.length).toBeGreaterThan(900)
    const peak = walk.indexOf(Math.max(...walk))
    const trough = walk.indexOf(Math.min(...walk))
    const [highest, lowest] = [Math.min, Math.max].map((pick) => pick(...points.map(([, y]) => y)))
    const xOf = (i: number): number =>
      72 + (908 * (base.dates[i] - base.dates[0])) / (base.dates[N - 1] - base.dates[0])
    expect(points.find(([, y]) => y === highest)?.[0]).toBeCloseTo(xOf(peak), 0)
    expect(points.find(([, y]) => y === lowest)?.[0]).toBeCloseTo(xOf(trough), 0)
  })

  it('fills the first line to 0, each stretch by itself', () => {
    const values = Float64Array.of(0, -0.1, NaN, -0.2, -0.1)
    const lines = ['Own', 'Other'].map((label) => ({ label, values }))
    const root = draw({ dates: base.dates.subarray(0, 5), lines, fillFirst: true })
    const filled = findAll(root, 'path', 'filled').map((path) => path.attributes.d)
    expect(filled).toHaveLength(1)
    const stretches = filled[0].split('Z').filter((stretch) => stretch !== '')
    const [first, second] = stretches.map(pointsOf)
    // Both begin and end at the level of 0, which the line itself has at its first point.
    expect(first.map(([, y]) => y)).toEqual([first[1][1], first[1][1], expect.any(Number), first[1][1]])
    expect([second[0][1], second[3][1]]).toEqual([first[1][1], first[1][1]])
    expect(second[0][0]).toBe(second[1][0])
    expect(second[3][0]).toBe(second[2][0])
    expect(findAll(draw({}), 'path', 'filled')).toEqual([])
  })

  it('breaks a line where values are missing', () => {
    const dates = Int32Array.of(0, 1, 2, 3, 4)
    const values = Float64Array.of(1, 2, NaN, 4, 5)
    const [path] = pathsOf(draw({ dates, lines: [{ label: 'a', values }] }))
    expect(path.replace(/[^ML]/g, '')).toBe('MLML')
  })

  it('draws equal growth as equal distances on a logarithmic axis', () => {
    const lines = [{ label: 'a', values: Float64Array.of(1, 10, 100, 0, 100) }]
    const dates = Int32Array.of(0, 1, 2, 3, 4)
    const [path] = pathsOf(draw({ dates, lines, logScale: true }))
    const points = pointsOf(path)
    expect(points).toHaveLength(4)
    expect(points[0][1] - points[1][1]).toBeCloseTo(points[1][1] - points[2][1], 1)
  })

  it('writes its axis in percent when asked', () => {
    const values = Float64Array.of(0, -0.1, -0.34)
    const text = textOf(draw({ dates: Int32Array.of(0, 1, 2), lines: [{ label: 'a', values }], percent: true }))
    for (const tick of ['0%', '\u221210%', '\u221240%']) expect(text).toContain(tick)
  })

  it('says so when there is nothing to draw', () => {
    const none = Float64Array.of(NaN, NaN)
    expect(textOf(draw({ dates: Int32Array.of(0, 1), lines: [{ label: 'a', values: none }] }))).toContain('No data')
    expect(textOf(draw({ dates: new Int32Array(0), lines: [] }))).toContain('No data')
  })

  it('draws a constant line, a single session and values far apart inside the picture', () => {
    for (const values of [
      [5, 5],
      [0, 0],
      [1e-9, 1e9],
    ])
      for (const logScale of [false, true]) {
        const root = draw({
          dates: Int32Array.of(3, 900),
          lines: [{ label: 'a', values: Float64Array.from(values) }],
          logScale,
        })
        const height = Number(root.attributes.height)
        for (const [x, y] of pathsOf(root).flatMap(pointsOf)) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(1000)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(height)
        }
      }
    expect(() => draw({ dates: Int32Array.of(3), lines: [{ label: 'a', values: Float64Array.of(1) }] })).not.toThrow()
  })

  it('tells up to 16 lines apart by colour and dashes', () => {
    const lines = Array.from({ length: 16 }, (_, i) => ({ label: `line ${i}`, values: walk }))
    const looks = findAll(draw({ lines }), 'path', 'series').map(
      ({ attributes }) => `${attributes.class} ${attributes['stroke-dasharray'] ?? ''}`,
    )
    expect(new Set(looks).size).toBe(16)
  })

  it('has lines that stand out from the surface, light and dark (3 to 1)', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const colour of LINE_COLOURS[theme])
        expect(contrastRatio(colour, THEMES[theme].surface)).toBeGreaterThanOrEqual(3)
  })

  it('refuses a line of another length', () => {
    const lines = [{ label: 'short', values: Float64Array.of(1) }]
    expect(() => lineChartSvg({ ...base, lines })).toThrow('lineChartSvg: line "short" has 1 values, expected 5000')
  })
})
