import { describe, expect, it } from 'vitest'
import { CASH, parseHoldingsCsv } from '../../datasets/holdings-csv.js'
import { DataError } from '../../src/core/errors.js'

const KNOWN = ['XLK', 'XLE', 'SPY']
const SHORT = 'has no price here, it is an inverse fund of'
const parse = (text: string): ReturnType<typeof parseHoldingsCsv> => parseHoldingsCsv(text, 'h.csv', KNOWN)

function refusal(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof DataError) return error.message
    throw error
  }
  return 'not refused'
}

describe('parseHoldingsCsv', () => {
  it('reads shares and cash', () => {
    const { shares, cash } = parse('symbol,shares\nXLK,12.5\nXLE,-3\nCASH,1500.25\n')
    expect([...shares]).toEqual([
      ['XLK', 12.5],
      ['XLE', -3],
    ])
    expect(cash).toBe(1500.25)
    expect(CASH).toBe('CASH')
  })

  it('without a cash row there is none, and a header alone is nothing held', () => {
    expect(parse('symbol,shares\nXLK,1').cash).toBe(0)
    expect(parse('symbol,shares').shares.size).toBe(0)
  })

  it('takes columns in any order and case, others beside them, spaces, CRLF and a byte order mark', () => {
    const { shares } = parse('\uFEFFNote, Shares ,SYMBOL\r\nmine, 4 , XLK \r\n\r\n')
    expect([...shares]).toEqual([['XLK', 4]])
  })

  it.each([
    ['', 'h.csv:1: symbol: column is missing'],
    ['symbol\nXLK', 'h.csv:1: shares: column is missing'],
    ['shares\n1', 'h.csv:1: symbol: column is missing'],
    ['symbol,shares,Shares\nXLK,1,2', 'h.csv:1: shares: column stands twice'],
    ['symbol,shares\nXLK,abc', 'h.csv:2: shares: "abc" is not a finite number'],
    ['symbol,shares\nXLK,', 'h.csv:2: shares: "" is not a finite number'],
    ['symbol,shares\nXLK,1e999', 'h.csv:2: shares: "1e999" is not a finite number'],
    ['symbol,shares\nXLK,NaN', 'h.csv:2: shares: "NaN" is not a finite number'],
    ['symbol,shares\nXLK,0x10', 'h.csv:2: shares: "0x10" is not a finite number'],
    ['symbol,shares\nXLK,1\nCASH,x', 'h.csv:3: shares: "x" is not a finite number'],
    ['symbol,shares\nXLK,1\nXLE,2\nXLK,3', 'h.csv:4: symbol: "XLK" stands twice'],
    ['symbol,shares\nCASH,1\nCASH,1', 'h.csv:3: symbol: "CASH" stands twice'],
    ['symbol,shares\nXLKK,1', 'h.csv:2: symbol: "XLKK" has no price here, the nearest symbol is "XLK"'],
    ['symbol,shares\nxlk,1', 'h.csv:2: symbol: "xlk" has no price here, the nearest symbol is "XLK"'],
    [
      'symbol,shares\nREW,1',
      `h.csv:2: symbol: "REW" ${SHORT} XLK: enter shares of XLK worth -2 times its value in its place, and 3 times its value more as CASH`,
    ],
    [
      'symbol,shares\nERY,1',
      `h.csv:2: symbol: "ERY" ${SHORT} XLE: enter shares of XLE worth -2 times its value in its place, and 3 times its value more as CASH`,
    ],
    ['symbol,shares\nSDP,1', 'h.csv:2: symbol: "SDP" has no price here, the nearest symbol is "SPY"'],
    ['symbol,shares\nXLK', 'h.csv:2: row: 1 fields, expected 2'],
    ['symbol,shares\nXLK,1\n\nXLE,2', 'h.csv:3: row: 1 fields, expected 2'],
    ['symbol,shares\nXLK,1,000', 'h.csv:2: row: 3 fields, expected 2'],
  ])('%j is refused: %s', (text, message) => {
    expect(refusal(text)).toBe(message)
  })

  it('a quote that does not close is refused', () => {
    expect(refusal('symbol,shares\nXLK,"5')).toMatch(/^h\.csv:2: row: /)
  })
})
