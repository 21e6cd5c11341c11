import { describe, expect, it } from 'vitest'
import { yearChartSvg } from '../../src/export/year-chart.js'
import { findAll, parseXml, textOf, type XmlElement } from './parse-xml.js'

const draw = (first: number, bars: number[], marks: number[]): XmlElement =>
  parseXml(
    yearChartSvg({
      title: 'Years',
      subtitle: 'of something',
      years: bars.map((_, i) => first + i),
      bars: { label: 'Own', values: Float64Array.from(bars) },
      marks: { label: 'Other', values: Float64Array.from(marks) },
      simulated: false,
    }),
  )

/** Bars, without the sample in the legend. */
const barsOf = (svg: XmlElement): XmlElement[] =>
  findAll(svg, 'rect', 'bar').filter((rect) => findAll(rect, 'title').length > 0)

describe('yearChartSvg', () => {
  it('draws gains above and losses below the same line, as high as they are large', () => {
    const [up, down] = barsOf(draw(2001, [0.1, -0.2], [0.05, 0]))
    const [heightUp, heightDown] = [up, down].map(({ attributes }) => Number(attributes.height))
    expect(heightDown).toBeCloseTo(2 * heightUp, 1)
    expect(Number(up.attributes.y) + heightUp).toBeCloseTo(Number(down.attributes.y), 1)
    expect([up, down].map(({ attributes }) => attributes.class)).toEqual(['bar fill-0', 'bar fill-1'])
    expect(textOf(up)).toBe('2001: Own 10.0%, Other 5.0%')
  })

  it('leaves out what is not known, and says where there is nothing', () => {
    const svg = draw(2001, [0.1, NaN], [NaN, 0.2])
    expect(barsOf(svg)).toHaveLength(1)
    // One of the two in the legend.
    expect(findAll(svg, 'path', 'mark')).toHaveLength(2)
    expect(textOf(draw(2001, [NaN], [NaN]))).toContain('No data')
    expect(textOf(draw(2001, [], []))).toContain('No data')
  })

  it('names every year of a few, some of a hundred, and always the last', () => {
    const labels = (svg: XmlElement): string[] =>
      findAll(svg, 'text')
        .map(textOf)
        .filter((text) => /^\d{4}$/.test(text))
    expect(labels(draw(2001, [0.1, 0.2, 0.3], [0, 0, 0]))).toEqual(['2001', '2002', '2003'])
    const century = labels(draw(1926, new Array<number>(100).fill(0.1), new Array<number>(100).fill(0)))
    expect(century.length).toBeLessThanOrEqual(20)
    expect(century.at(-1)).toBe('2025')
  })
})
