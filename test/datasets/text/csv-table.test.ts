import { describe, expect, it } from 'vitest'
import { columnOf, parseCsvTable } from '../../../datasets/text/csv-table.js'
import { decodeText } from '../../../datasets/text/decode-text.js'

const bytes = (...values: number[]): { file: string; bytes: Uint8Array } => ({
  file: 'x.csv',
  bytes: Uint8Array.from(values),
})

describe('decodeText', () => {
  it('takes the byte order mark off', () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('a')
    expect(decodeText(bytes())).toBe('')
  })

  it.each([
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0), 'x.csv:1: is UTF-16 text'],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0x61), 'x.csv:1: is UTF-16 text'],
    ['Latin-1 on line 3', bytes(0x61, 10, 0x61, 10, 0xe9, 0x61), 'x.csv:3: is not UTF-8 text'],
    ['a surrogate written as bytes', bytes(0xed, 0xa0, 0x80), 'x.csv:1: is not UTF-8 text'],
    ['NUL on line 2', bytes(0x61, 10, 0), 'x.csv:2: holds a NUL character'],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeText(file)).toThrow(message)
  })
})

describe('parseCsvTable', () => {
  it('gives the header trimmed and rows with their lines, empty lines passed over', () => {
    const table = parseCsvTable('a, b \n1,2\n\n"3,5",4\n', 'x.csv')
    expect(table.header).toEqual(['a', 'b'])
    expect(table.rows).toEqual([
      ['1', '2'],
      ['3,5', '4'],
    ])
    expect([table.lineOf(0), table.lineOf(1)]).toEqual([2, 4])
  })

  it('reads CRLF and other delimiters', () => {
    expect(parseCsvTable('a;b\r\n1;2\r\n', 'x.csv', { delimiter: ';' }).rows).toEqual([['1', '2']])
  })

  it.each([
    ['nothing', '', 'x.csv:1: header: the file is empty'],
    ['blank lines alone', '\n\n', 'x.csv:1: header: the file is empty'],
    ['a row too long', 'a,b\n1,2,3\n', 'x.csv:2: row: 3 fields, expected 2'],
    ['a row too short, after an empty line', 'a,b\n\n1\n', 'x.csv:3: row: 1 fields, expected 2'],
    ['a quote never closed', 'a,b\n"1,2\n', 'x.csv:2: row:'],
    ['a line break within quotes', 'a,b\n"1\n",2\n', 'x.csv:2: row: a quoted field holds a line break'],
    ['ten million columns', `${','.repeat(10_000_000)}\n1`, 'x.csv:1: header: more than 10000 columns'],
    ['as many below a blank line', `\n${','.repeat(20_000)}\n1`, 'x.csv:2: header: more than 10000 columns'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseCsvTable(text, 'x.csv')).toThrow(message)
  })

  it('can leave ragged rows out, and says which', () => {
    const seen: string[] = []
    const table = parseCsvTable('a,b\n1,2,3\n4,5\n', 'x.csv', {
      onRaggedRow: (line, problem) => seen.push(`${line}: ${problem}`),
    })
    expect(table.rows).toEqual([['4', '5']])
    expect(table.lineOf(0)).toBe(3)
    expect(seen).toEqual(['2: 3 fields, expected 2'])
  })

  it('finds columns in any case, and refuses missing and repeated ones', () => {
    const table = parseCsvTable('Date,__proto__,constructor,x,X\n1,2,3,4,5\n', 'x.csv')
    expect(columnOf(table, 'date')).toBe(0)
    expect(columnOf(table, '__proto__')).toBe(1)
    expect(columnOf(table, 'toString', false)).toBe(-1)
    expect(() => columnOf(table, 'x')).toThrow('x.csv:1: x: column stands twice')
    expect(() => columnOf(table, 'y')).toThrow('x.csv:1: y: column is missing')
  })
})
