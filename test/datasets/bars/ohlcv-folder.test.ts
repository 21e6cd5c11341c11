import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { barsFileName, readOhlcvFolder } from '../../../datasets/bars/ohlcv-folder.js'
import { ConfigError, DataError } from '../../../src/core/errors.js'

const TEXT = 'Date,Open,High,Low,Close,Volume\n2023-01-03,10,12,9,11,1000\n'
const outer = mkdtempSync(join(tmpdir(), 'ohlcv-folder-'))
const folder = join(outer, 'prices')
mkdirSync(join(folder, 'FOLDER.csv'), { recursive: true })
writeFileSync(join(folder, 'AAA.csv'), TEXT)
writeFileSync(join(folder, 'BBB.csv'), `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`)
writeFileSync(join(folder, 'other.txt'), 'not looked at')
writeFileSync(join(folder, 'LATIN.csv'), Buffer.concat([Buffer.from(TEXT), Buffer.from([0xe9, 0x28])]))
writeFileSync(join(folder, 'BROKEN.csv'), TEXT.replace('1000', 'x'))
writeFileSync(join(outer, 'OUTSIDE.csv'), TEXT)
afterAll(() => rmSync(outer, { recursive: true }))

function refusal(symbol: string): string {
  try {
    readOhlcvFolder(folder, [symbol])
  } catch (error) {
    if (error instanceof DataError) return error.message
    throw error
  }
  return 'not refused'
}

describe('readOhlcvFolder', () => {
  it('reads the symbols asked for, in their order, with the checksum of each file', () => {
    const [b, a] = readOhlcvFolder(folder, ['BBB', 'AAA'])
    expect([b.bars.symbol, a.bars.symbol]).toEqual(['BBB', 'AAA'])
    expect(a.file).toBe(join(folder, 'AAA.csv'))
    expect(a.sha256).toBe(createHash('sha256').update(TEXT).digest('hex'))
    expect(b.sha256).not.toBe(a.sha256)
    expect({ ...b.bars, symbol: 'AAA' }).toEqual(a.bars)
    expect(readOhlcvFolder(folder, [])).toEqual([])
  })

  it('names the file of a symbol', () => {
    expect(barsFileName('XLK')).toBe('XLK.csv')
  })

  it('says which file is missing or unreadable', () => {
    expect(refusal('NONE')).toBe(`${join(folder, 'NONE.csv')}: no such file for symbol "NONE"`)
    expect(refusal('FOLDER')).toBe(`${join(folder, 'FOLDER.csv')}: is not a regular file`)
    expect(refusal('A\0A')).toContain('symbol "A\\u0000A" is not a file name')
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(refusal('LATIN')).toBe(`${join(folder, 'LATIN.csv')}:3: is not UTF-8 text`)
  })

  it('passes on what is wrong within a file', () => {
    expect(refusal('BROKEN')).toBe(`${join(folder, 'BROKEN.csv')}:2: Volume: "x" is not a number`)
  })

  it.each(['../OUTSIDE', 'x/../../OUTSIDE', '/etc/passwd', './AAA'])('refuses the symbol %s', (symbol) => {
    expect(refusal(symbol)).toContain(`symbol "${symbol}" is not a file name`)
  })

  it('refuses an empty symbol', () => {
    expect(refusal('')).not.toBe('not refused')
  })

  it('says on which line a session stands, in a plain file and in one that is not', () => {
    const rows = ['Date,Open,High,Low,Close,Volume', '2023-01-03,10,12,9,11,1', '2023-01-05,10,12,9,11,1']
    writeFileSync(join(folder, 'PLAIN.csv'), rows.join('\n'))
    writeFileSync(join(folder, 'QUOTED.csv'), rows.join('\n').replace('10', '"10"'))
    for (const { bars, lineOf } of readOhlcvFolder(folder, ['PLAIN', 'QUOTED']))
      expect([bars.dates[0], bars.dates[0] + 1, bars.dates[1]].map(lineOf)).toEqual([2, undefined, 3])
  })

  it('a folder that is not there is a wrong option, not bad data', () => {
    expect(() => readOhlcvFolder(join(outer, 'nowhere'), ['AAA'])).toThrow(ConfigError)
  })
})
