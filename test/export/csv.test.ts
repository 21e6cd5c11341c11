import fc from 'fast-check'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvOf } from '../../src/export/csv.js'

describe('csvOf', () => {
  it('writes a header, a line per row and a line break at the end', () => {
    expect(csvOf({ symbol: ['XLE', 'XLK'], weight: Float64Array.of(0.25, 0.75), held: [true, false] })).toBe(
      'symbol,weight,held\nXLE,0.25,true\nXLK,0.75,false\n',
    )
  })

  it('leaves the cell of a NaN empty', () => {
    expect(csvOf({ a: [1, NaN], b: [NaN, 2] })).toBe('a,b\n1,\n,2\n')
  })

  it('a table without rows is its header', () => {
    expect(csvOf({ date: [], score: [] })).toBe('date,score\n')
  })

  it('every number reads back to the same bits', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (values) => {
        const [, ...cells] = csvOf({ values }).trimEnd().split('\n')
        // The sign of a zero is the one thing that decimal text does not carry.
        expect(cells.map((cell) => Number(cell) + 0)).toEqual(values.map((value) => value + 0))
      }),
    )
  })

  it('text with commas, quotes and line breaks reads back as it was', () => {
    const text = ['plain', 'a,b', 'say "so"', 'two\nlines', ' spaced ']
    const { data } = papaparse.parse<string[]>(csvOf({ text, n: [1, 2, 3, 4, 5] }).trimEnd())
    expect(data.slice(1).map(([cell]) => cell)).toEqual(text)
  })

  it('keeps the order of the columns and takes dates as text', () => {
    expect(csvOf({ z: ['2024-01-31'], a: [1e21], m: [-1.5e-7] })).toBe('z,a,m\n2024-01-31,1e+21,-1.5e-7\n')
  })
})
