import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPanelFast, type PanelFiles } from '../../../datasets/bars/fast-panel.js'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { alignBars } from '../../../src/panel/align-bars.js'
import { keepSessions } from '../../../src/panel/bars.js'
import type { Panel } from '../../../src/panel/panel.js'
import { REAL_DATA, temporaryFolder } from '../../fixtures/command-line.js'

const outer = temporaryFolder()
const prices = join(outer, 'prices')
mkdirSync(prices)
const HEADER = 'Date,Open,High,Low,Close,Volume,Stock Splits'

function write(symbol: string, from: string, rows: number, split = -1): void {
  const lines = Array.from({ length: rows }, (_, i) => {
    const close = 100 + i + symbol.charCodeAt(0) / 8
    return `${formatSession(parseSession(from) + i)},${close},${close + 1},${close - 1},${close},${1000 + i},${i === split ? 4 : 0}`
  })
  writeFileSync(join(prices, `${symbol}.csv`), `${[HEADER, ...lines].join('\n')}\n`)
}
// More symbols than are placed together, some born late, some split.
const symbols = Array.from({ length: 40 }, (_, i) => String.fromCharCode(65 + (i % 26)) + String(i))
for (const [i, symbol] of symbols.entries())
  write(symbol, i % 5 === 0 ? '2020-01-05' : '2020-01-02', i % 5 === 0 ? 27 : 30, i % 3 === 0 ? 12 : -1)

function request(more: Partial<PanelFiles> = {}, names: readonly string[] = symbols): PanelFiles {
  const sources = names.map((symbol) => ({ symbol, file: `${symbol}.csv`, sector: `of-${symbol}` }))
  return { assets: sources.slice(1), benchmark: sources[0], adjusted: true, ...more }
}

function reference(folder: string, { assets, benchmark, check, ...options }: PanelFiles): Panel {
  const bars = [benchmark, ...assets].map(({ symbol, file }) => {
    const read = parseOhlcvCsv(readFileSync(join(folder, file), 'utf8'), file, symbol)
    return check?.(read, join(folder, file)) ?? read
  })
  return alignBars({
    ...options,
    assets: bars.slice(1),
    benchmark: bars[0],
    sectors: assets.map(({ sector }) => sector),
    simulated: false,
    locate: () => ({ file: 'x' }),
  })
}

describe('readPanelFast', () => {
  const folder = openDataFolder(prices)

  it.each([
    ['as they are', {}],
    ['adjusted for splits here', { adjusted: false }],
    ['from a day on', { from: parseSession('2020-01-10') }],
    ['to a day, a split behind it unknown', { to: parseSession('2020-01-12'), adjusted: false }],
    ['before any asset but some is born', { to: parseSession('2020-01-04') }],
  ] as const)('%s', (_, more) => {
    const options = request(more, symbols.slice(1))
    expect(readPanelFast(folder, options)?.panel).toStrictEqual(reference(prices, options))
  })

  it('adjusts raw files for what they distributed, as alignBars does', () => {
    const raw = join(outer, 'raw')
    mkdirSync(raw)
    for (const [i, symbol] of ['B', 'C', 'D'].entries()) {
      const lines = Array.from({ length: 9 }, (_, row) => {
        const close = 50 + row + i
        const day = formatSession(parseSession('2020-01-02') + row)
        return `${day},${close},${close},${close},${close},100,${row === 4 && i === 1 ? 3 : 0},${row === 5 ? 0.7 : 0},${row === 5 ? 0.1 : 0}`
      })
      writeFileSync(join(raw, `${symbol}.csv`), `${[`${HEADER},Dividends,Capital Gains`, ...lines].join('\n')}\n`)
    }
    const options = request({ adjusted: false }, ['B', 'C', 'D'])
    const panel = readPanelFast(openDataFolder(raw), options)?.panel
    expect(panel).toStrictEqual(reference(raw, options))
    expect(panel?.series['benchmark.close'][4]).toBeCloseTo(54 - 0.8, 12)
  })

  it('takes out what the check takes out, whatever order the files come in', () => {
    const dropped = parseSession('2020-01-31')
    const seen: string[] = []
    const options = request({
      check: (bars, file) => {
        seen.push(file)
        return keepSessions(bars, (session) => session !== dropped)
      },
    })
    const panel = readPanelFast(folder, options)?.panel
    expect(seen).toEqual(symbols.map((symbol) => join(prices, `${symbol}.csv`)))
    expect(panel).toStrictEqual(reference(prices, options))
    expect(panel?.dates).toHaveLength(29)
  })

  it('gives the checksum of every file', () => {
    const found = readPanelFast(folder, request({}, symbols.slice(0, 2)))
    expect([...(found?.files ?? [])]).toEqual(
      symbols.slice(0, 2).map((symbol) => {
        const name = `${symbol}.csv`
        return [
          name,
          createHash('sha256')
            .update(readFileSync(join(prices, name)))
            .digest('hex'),
        ]
      }),
    )
  })

  it('leaves to the reference what is not plain, two calendars and a range without sessions', () => {
    writeFileSync(join(prices, 'quoted.csv'), `${HEADER}\n"2020-01-02",1,1,1,1,1,0\n`)
    writeFileSync(join(prices, 'gap.csv'), `${HEADER}\n2020-01-02,1,1,1,1,1,0\n2020-01-04,1,1,1,1,1,0\n`)
    expect(readPanelFast(folder, request({}, [symbols[1], 'quoted']))).toBeUndefined()
    expect(readPanelFast(folder, request({}, ['quoted', symbols[1]]))).toBeUndefined()
    expect(readPanelFast(folder, request({}, [symbols[1], 'gap']))).toBeUndefined()
    expect(readPanelFast(folder, request({ from: parseSession('2021-01-01') }))).toBeUndefined()
  })

  it('says which file is missing, and opens none outside of the folder', () => {
    writeFileSync(join(outer, 'OUT.csv'), `${HEADER}\n2020-01-02,1,1,1,1,1,0\n`)
    expect(() => readPanelFast(folder, request({}, [symbols[1], 'NONE']))).toThrow(/NONE\.csv: no such file/)
    expect(() => readPanelFast(folder, request({}, [symbols[1], '../OUT']))).toThrow(/outside of the data folder/)
  })
})

const real = join(REAL_DATA, 'us-sector-etfs')
if (!existsSync(real)) process.stderr.write(`skipped: no real prices in ${REAL_DATA}\n`)

describe.skipIf(!existsSync(real))('the real sector funds', () => {
  it.each([true, false])('adjusted: %s', (adjusted) => {
    const options = request({ adjusted, to: parseSession('2025-12-24') }, [
      'SPY',
      'XLB',
      'XLC',
      'XLE',
      'XLF',
      'XLI',
      'XLK',
      'XLP',
      'XLRE',
      'XLU',
      'XLV',
      'XLY',
    ])
    const panel = readPanelFast(openDataFolder(real), options)?.panel
    expect(panel?.dates.length).toBeGreaterThan(6000)
    expect(panel).toStrictEqual(reference(real, options))
  })
})
