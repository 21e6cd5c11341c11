import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tableFormatOf, type FeatureRows } from '../../pipelines/feature-file.js'
import { checkFeatureOutput } from '../../pipelines/feature-output.js'
import { counted, shareText } from '../../pipelines/feature-text.js'
import { temporaryFolder } from '../fixtures/command-line.js'

describe('checkFeatureOutput', () => {
  const root = temporaryFolder()
  const data = join(root, 'data')
  mkdirSync(join(data, 'below'), { recursive: true })
  mkdirSync(join(root, 'folder.csv'))
  writeFileSync(join(root, 'there.csv'), '')
  symlinkSync(data, join(root, 'link'))

  it.each(['there.csv', 'new/place/t.PARQUET', 'data.csv', 'data2/t.Arrow'])('takes %s beside the data', (name) => {
    expect(() => checkFeatureOutput(join(root, name), data)).not.toThrow()
    expect(() => checkFeatureOutput(join(root, name), join(root, 'link'))).not.toThrow()
  })

  it.each(['data/t.csv', 'data/below/t.csv', 'data/new/t.csv', 'link/t.csv', 'link/new/t.csv', 'data/../data/t.csv'])(
    'refuses %s, which lies in the data folder',
    (name) => {
      expect(() => checkFeatureOutput(join(root, name), data)).toThrow(/lies in the data folder/)
      expect(() => checkFeatureOutput(join(root, name), join(root, 'link'))).toThrow(/lies in the data folder/)
    },
  )

  it('refuses a folder, and what is no known kind of table', () => {
    expect(() => checkFeatureOutput(join(root, 'folder.csv'), undefined)).toThrow(/is a folder, expected a file/)
    expect(() => checkFeatureOutput(join(root, 't.xls'), undefined)).toThrow(/is no known kind of table/)
  })
})

describe('a table as text', () => {
  it('is written in parts, however long', () => {
    const n = 60_000
    const parts: string[] = []
    const writer = tableFormatOf('t.csv')(['x'], (part) => parts.push(String(part)))
    const rows: FeatureRows = {
      dates: new Int32Array(n).fill(18_263),
      symbols: Array.from({ length: n }, (_, i) => `A${i}`),
      sectors: Array.from({ length: n }, () => null),
      seasoned: Array.from({ length: n }, () => true),
      features: [Float64Array.from({ length: n }, (_, i) => (i === 1 ? NaN : i / 7))],
    }
    writer.write(rows)
    writer.finish()
    expect(parts.length).toBeGreaterThan(2)
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(2 ** 20 + 100)
    const lines = parts.join('').split('\n')
    expect(lines).toHaveLength(n + 2)
    expect(lines.slice(0, 3)).toEqual([
      'date,symbol,sector,seasoned,x',
      '2020-01-02,A0,,true,0',
      '2020-01-02,A1,,true,',
    ])
    expect(lines[n]).toBe(`2020-01-02,A${n - 1},,true,${(n - 1) / 7}`)
  })
})

describe('words of a table', () => {
  it('has one and many', () => {
    expect([0, 1, 2].map((count) => counted(count, 'symbol'))).toEqual(['0 symbols', '1 symbol', '2 symbols'])
  })

  it('calls all and none only what is', () => {
    expect([0, 1e-9, 0.0005, 0.5, 0.9994, 0.9996, 1].map(shareText)).toEqual([
      '0.0%',
      '<0.1%',
      '0.1%',
      '50.0%',
      '99.9%',
      '>99.9%',
      '100.0%',
    ])
  })
})
