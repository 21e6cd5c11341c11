import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFlowFile } from '../../../datasets/flow/flow-file.js'
import { repairDoubleEncoding } from '../../../datasets/flow/repair-double-encoding.js'
import { flowOf, readForeignFlow } from '../../../datasets/flow/vietnam-flow.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { REAL_DATA, temporaryFolder } from '../../fixtures/command-line.js'
import { dataFile } from '../tables/data-file.js'

const FOLDER = join(REAL_DATA, 'vietnam/foreign-flow')
const isThere = existsSync(FOLDER)
if (!isThere) process.stderr.write(`skipped: no foreign flow in ${FOLDER}\n`)

interface Golden {
  rows: number
  first: string
  last: string
  noteLines: number[]
  netValueMissing: number
  netValueOff: number
  buy: number
  sell: number
  volume: number
  netValue: number
  turnover: number
  pressure: number
}
const golden = JSON.parse(readFileSync('test/golden/flow.json', 'utf8')) as Record<string, Golden>

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)

describe.skipIf(!isThere)('the real foreign flow', () => {
  it('is read as pandas reads it', () => {
    const { files, notes } = readForeignFlow(openDataFolder(FOLDER))
    expect(files.map(({ symbol }) => symbol)).toEqual(Object.keys(golden))
    for (const file of files) {
      const expected = golden[file.symbol]
      const flow = flowOf(file.symbol, [file])
      const own = notes.filter(({ symbol }) => symbol === file.symbol)
      expect({
        rows: file.rows.length,
        first: formatSession(file.rows[0].date),
        last: formatSession(file.rows[file.rows.length - 1].date),
        noteLines: own.filter(({ kind }) => kind === 'note-row').map(({ line }) => line),
        netValueMissing: own.filter(({ kind }) => kind === 'net-value-missing').length,
        netValueOff: own.filter(({ kind }) => kind === 'net-value').length,
        buy: sum(flow.buy.values),
        sell: sum(flow.sell.values),
        volume: sum(flow.volume.values),
      }).toEqual({
        rows: expected.rows,
        first: expected.first,
        last: expected.last,
        noteLines: expected.noteLines,
        netValueMissing: expected.netValueMissing,
        netValueOff: expected.netValueOff,
        buy: expected.buy,
        sell: expected.sell,
        volume: expected.volume,
      })
      expect(sum(flow.netValue.values), file.symbol).toBeCloseTo(expected.netValue, 8)
      expect(sum(flow.turnover.values), file.symbol).toBeCloseTo(expected.turnover, 6)
      expect(sum(flow.pressure.values), file.symbol).toBeCloseTo(expected.pressure, 10)
      expect(flow.buy.known).toEqual(flow.buy.valid)
    }
    expect(notes.filter(({ kind }) => kind === 'double-encoded')).toHaveLength(30)
    expect(notes.filter(({ kind }) => kind === 'newest-first')).toHaveLength(30)
  })

  it('keeps the corporate action of a note with its date, in Vietnamese', () => {
    const { notes } = readForeignFlow(openDataFolder(FOLDER), ['BID'])
    const note = notes.find(({ kind }) => kind === 'note-row')
    expect(note).toMatchObject({
      line: 23,
      date: parseSession('2025-10-14'),
      detail: 'left out: Cổ tức tiền mặt tỉ lệ: 4.5%',
    })
  })
})

describe('text encoded twice', () => {
  const twice = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

  it('comes back as it was, and any other text stays', () => {
    expect(repairDoubleEncoding(twice('Giá trị NN (Tỉ VND)'))).toBe('Giá trị NN (Tỉ VND)')
    for (const text of ['date', 'Ngày', 'café', 'naïve Ã', 'Giá khớp', ''])
      expect(repairDoubleEncoding(text)).toBe(text)
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => repairDoubleEncoding(twice(text)) === text))
  })
})

const HEADER = 'date,Ngày,Giá khớp,Khối lượng,Mở cửa,Cao nhất,Thấp nhất,NN mua,NN bán,Giá trị NN (Tỉ VND)'
const row = (date: string, cells = '20,1000000,20,20,20,300000,100000,4.0', crawled = '2025-11-13'): string =>
  `${crawled},${date},${cells}`
const parse = (...rows: string[]): ReturnType<typeof parseFlowFile> =>
  parseFlowFile(dataFile('ACB.csv', [HEADER, ...rows].join('\n')), 'ACB')

describe('a flow file', () => {
  it('is put in order of its trade dates, day before month', () => {
    const { rows, notes } = parse(row('03/02/2025'), row('02/01/2025', '10,0,10,10,10,0,0,0.0'))
    expect(rows.map(({ date }) => formatSession(date))).toEqual(['2025-01-02', '2025-02-03'])
    expect(notes.map(({ kind }) => kind)).toEqual(['newest-first'])
    const flow = flowOf('ACB', [{ symbol: 'ACB', rows, notes }])
    expect([...flow.pressure.values]).toEqual([0.2])
    expect([...flow.netValue.values]).toEqual([0, 4])
  })

  it('reports net values that do not fit, and takes a zero among them as missing', () => {
    const { rows, notes } = parse(
      row('05/02/2025', '20,1000000,20,20,20,300000,100000,5.0'),
      row('04/02/2025', '20,1000000,20,20,20,300000,100000,0.0'),
      row('03/02/2025', '20,1000,20,20,20,300000,100000,4.2'),
    )
    expect(rows.map(({ netValue }) => netValue)).toEqual([4.2, NaN, 5])
    expect(notes.map(({ kind, line }) => [kind, line])).toEqual([
      ['net-value', 2],
      ['net-value-missing', 3],
      ['beyond-volume', 4],
      ['newest-first', undefined],
    ])
  })

  it('sums stocks to a sector, each by its turnover', () => {
    const a = parse(row('03/02/2025'))
    const b = parse(row('03/02/2025', '40,1000000,40,40,40,0,500000,-20.0'), row('04/02/2025'))
    const flow = flowOf('financials', [a, b])
    expect([...flow.netValue.values]).toEqual([-16, 4])
    expect([...flow.turnover.values]).toEqual([60, 20])
    expect([...flow.pressure.values]).toEqual([-16 / 60, 0.2])
  })

  it.each([
    [['x'], 'ACB.csv:2: row: 1 fields, expected 10'],
    [[row('2025-02-03')], 'ACB.csv:2: Ngày: "2025-02-03" is not a date, expected DD/MM/YYYY'],
    [[row('13/13/2025')], 'ACB.csv:2: Ngày: "13/13/2025" is not a date'],
    [[row('03/02/2025'), row('03/02/2025')], 'ACB.csv:3: Ngày: 2025-02-03 stands twice, also in line 2'],
    [[row('03/02/2025', undefined, '2025-02-02')], 'ACB.csv:2: date: "2025-02-02" is before the trade date 2025-02-03'],
    [[row('03/02/2025', '20,-1,20,20,20,0,0,0')], 'ACB.csv:2: Khối lượng: "-1" is negative'],
    [[row('03/02/2025', '20,"1,000",20,20,20,0,0,0')], 'ACB.csv:2: Khối lượng: "1,000" is not a number'],
    [[row('03/02/2025', '20,,20,20,20,0,0,0')], 'ACB.csv:2: Khối lượng: "" is not a number'],
    [[row('03/02/2025', '20,1,20,20,20,1e999,0,0')], 'ACB.csv:2: NN mua: "1e999" is infinite'],
  ])('refuses %j', (rows, message) => {
    expect(() => parse(...rows)).toThrow(message)
  })

  it('names the column that is missing as the source writes it', () => {
    expect(() => parseFlowFile(dataFile('a.csv', HEADER.replace('NN mua', 'x')), 'A')).toThrow(
      'a.csv:1: NN mua: column is missing',
    )
  })

  it('is read from its folder alone', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'in'))
    writeFileSync(join(root, 'ACB.csv'), `${HEADER}\n${row('03/02/2025')}\n`)
    const folder = openDataFolder(join(root, 'in'))
    expect(() => readForeignFlow(folder)).toThrow('holds no file SYMBOL.csv')
    expect(() => readForeignFlow(folder, ['../ACB'])).toThrow('lies outside of the data folder')
    symlinkSync(join(root, 'ACB.csv'), join(root, 'in/ACB.csv'))
    expect(() => readForeignFlow(folder, ['ACB'])).toThrow('lies outside of the data folder')
  })
})
