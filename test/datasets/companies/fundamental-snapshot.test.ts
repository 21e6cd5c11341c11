import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFundamentalSnapshot, type FundamentalSnapshot } from '../../../datasets/companies/fundamental-snapshot.js'
import { detectUnits, parseMoney, type FundamentalUnits } from '../../../datasets/companies/fundamental-units.js'
import { bookToMarket, earningsYield, salesYield } from '../../../datasets/companies/valuation.js'
import { dataFile } from '../tables/data-file.js'

const HEADER =
  'Symbol,Name,Sector,Price,Dividend Yield,Price/Earnings,Earnings/Share,Book Value,52 week low,52 week high,Market Cap,EBITDA,Price/Sales,Price/Book'
const PLAIN: FundamentalUnits = { money: 'dollars', dividendYield: 'fraction' }

const parse = (
  rows: readonly string[],
  header = HEADER,
  units: FundamentalUnits | undefined = PLAIN,
): FundamentalSnapshot =>
  parseFundamentalSnapshot(dataFile('2020-01-02.csv', [header, ...rows].join('\n')), 18263, units)

const row = (symbol: string, cells = '50,0.02,10,5,20,40,60,1000,100,2,2.5'): string => `${symbol},A Co,Energy,${cells}`

describe('a snapshot of company figures', () => {
  it('names the fields, and takes share classes written in either way', () => {
    const { companies, notes } = parse([row('BRK-B'), row('T')])
    expect([...companies.keys()]).toEqual(['BRK.B', 'T'])
    expect(companies.get('T')).toEqual({
      price: 50,
      peRatio: 10,
      eps: 5,
      dividendYield: 0.02,
      bookValuePerShare: 20,
      marketCap: 1000,
      ebitda: 100,
      priceToSales: 2,
      priceToBook: 2.5,
      low52: 40,
      high52: 60,
    })
    expect(notes.map(({ kind }) => kind)).toEqual(['units'])
  })

  it('takes blanks, N/A, zeros and infinite ratios as not published, but a yield of zero as zero', () => {
    const { companies, notes } = parse([row('A', '0,0,Infinity,,N/A,40,60,0,0,2,2.5')])
    expect(companies.get('A')).toMatchObject({
      price: NaN,
      peRatio: NaN,
      eps: NaN,
      bookValuePerShare: NaN,
      marketCap: NaN,
      ebitda: NaN,
      dividendYield: 0,
    })
    expect(notes.map(({ kind }) => kind).sort()).toEqual([
      'not-finite',
      'units',
      ...Array<string>(3).fill('zero-for-missing'),
    ])
  })

  it('leaves out figures of another share class, with the cap that is made of them', () => {
    const { companies, notes } = parse([row('BRK-B', '115,,0.01,9986,120525,80,116,189900000,32997000000,0.9,0.5')])
    expect(companies.get('BRK.B')).toMatchObject({
      price: 115,
      eps: NaN,
      peRatio: NaN,
      bookValuePerShare: NaN,
      priceToBook: NaN,
      marketCap: NaN,
      ebitda: 32_997_000_000,
    })
    expect(notes.filter(({ kind }) => kind === 'other-share-class').map(({ line, symbol }) => [line, symbol])).toEqual([
      [2, 'BRK.B'],
      [2, 'BRK.B'],
    ])
  })

  it('exchanges the columns of 52 weeks only where most rows have them the wrong way round', () => {
    const wrong = '50,0.02,10,5,20,60,40,1000,100,2,2.5'
    const exchanged = parse([row('A', wrong), row('B', wrong), row('C')])
    expect(exchanged.companies.get('A')).toMatchObject({ low52: 40, high52: 60 })
    expect(exchanged.companies.get('C')).toMatchObject({ low52: NaN, high52: NaN })
    const kept = parse([row('A', wrong), row('B'), row('C')])
    expect(kept.companies.get('A')).toMatchObject({ low52: NaN, high52: NaN })
    expect(kept.notes.find(({ kind }) => kind === 'range-inverted')).toMatchObject({ line: 2, symbol: 'A' })
  })

  it('leaves out a row of another length, and reports its line', () => {
    const { companies, notes } = parse([row('A'), 'B,B Co,50,0.02', '', row('C')])
    expect([...companies.keys()]).toEqual(['A', 'C'])
    expect(notes[0]).toMatchObject({ kind: 'ragged-row', line: 3, detail: 'left out: 4 fields, expected 14' })
  })

  it.each([
    [[row('A', 'x,0.02,10,5,20,40,60,1000,100,2,2.5')], '2020-01-02.csv:2: Price: "x" is not a number'],
    [[row('A', '50,0.02,10,5,20,40,60,1e999,100,2,2.5')], '2020-01-02.csv:2: Market Cap: "1e999" is not a number'],
    [[row('A', '50,0.02,10,5,20,40,60,"1,000",100,2,2.5')], '2020-01-02.csv:2: Market Cap: "1,000" is not a number'],
    [[row('A', '50,0.02,10,5,20,40,60,1Q,100,2,2.5')], '2020-01-02.csv:2: Market Cap: "1Q" is not a number'],
    [[row('A'), row('B'), row('A')], '2020-01-02.csv:4: Symbol: "A" stands twice'],
    [[row('BF.B'), row('BF-B')], '2020-01-02.csv:3: Symbol: "BF.B" stands twice'],
    [[row('')], '2020-01-02.csv:2: Symbol: is blank'],
  ])('refuses %j', (rows, message) => {
    expect(() => parse(rows)).toThrow(message)
  })

  it('refuses a header without a column that all have, and one that has it twice', () => {
    expect(() => parse([], HEADER.replace('Price/Sales', 'P/S'))).toThrow(
      '2020-01-02.csv:1: Price/Sales: column is missing',
    )
    expect(() => parse([], HEADER.replace('Price/Sales', 'EBITDA'))).toThrow(
      '2020-01-02.csv:1: EBITDA: column stands twice',
    )
    expect(() => parse([row('__proto__')], HEADER.replace('Name', '__proto__'))).not.toThrow()
  })
})

describe('units', () => {
  const caps = (value: string): string[] => Array<string>(30).fill(value)
  const yields = (value: number): number[] => Array<number>(30).fill(value)

  it('are told by the size of the values', () => {
    expect(detectUnits('a', caps('63.802B'), yields(2.1))).toEqual({ money: 'suffixed', dividendYield: 'percent' })
    expect(detectUnits('a', caps('18.1'), yields(2.1))).toEqual({ money: 'billions', dividendYield: 'percent' })
    expect(detectUnits('a', caps('18100000000'), yields(0.019))).toEqual({
      money: 'dollars',
      dividendYield: 'fraction',
    })
  })

  it('are not guessed from too little, from a mixture or from the middle', () => {
    expect(() => detectUnits('a', caps('18.1').slice(11), yields(2))).toThrow(
      'a: holds fewer than 20 market caps or dividend yields',
    )
    expect(() => detectUnits('a', caps('18.1'), [])).toThrow('state their units')
    expect(() => detectUnits('a', [...caps('1B'), '5'], yields(2))).toThrow(
      'a: Market Cap: 1 values have no unit behind them, 30 have',
    )
    expect(() => detectUnits('a', caps('500000'), yields(2))).toThrow('is neither dollars nor billions of dollars')
  })

  it('move the decimal point and lose nothing', () => {
    expect(parseMoney('63.802B', 'suffixed')).toBe(63_802_000_000)
    expect(parseMoney('0.17880000000000001', 'billions')).toBe(178_800_000)
    expect(parseMoney('-1.061', 'billions')).toBe(-1_061_000_000)
    expect(parseMoney('1.5e1', 'billions')).toBe(15_000_000_000)
    expect(parseMoney('7.5M', 'dollars')).toBe(7_500_000)
    expect(parseMoney('1.2T', 'dollars')).toBe(1_200_000_000_000)
    expect(parseMoney('B', 'dollars')).toBeNaN()
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
        const text = `${thousandths < 0 ? '-' : ''}${Math.floor(Math.abs(thousandths) / 1000)}.${String(Math.abs(thousandths) % 1000).padStart(3, '0')}`
        expect(parseMoney(text, 'billions')).toBe(thousandths * 1e6)
      }),
    )
  })
})

describe('valuation', () => {
  it('is made of figures per share, or of the ratio where they are missing', () => {
    expect(earningsYield({ eps: 5, price: 50, peRatio: 99 })).toBe(0.1)
    expect(earningsYield({ eps: -5, price: 50, peRatio: NaN })).toBe(-0.1)
    expect(earningsYield({ eps: NaN, price: 50, peRatio: 8 })).toBe(0.125)
    expect(earningsYield({ eps: NaN, price: 50, peRatio: NaN })).toBeNaN()
    expect(bookToMarket({ bookValuePerShare: 20, price: 50, priceToBook: 99 })).toBe(0.4)
    expect(bookToMarket({ bookValuePerShare: NaN, price: 50, priceToBook: -4 })).toBe(-0.25)
    expect(salesYield({ priceToSales: 2 })).toBe(0.5)
  })
})
