import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { prepare } from '../../../pipelines/prepare.js'
import { parseExperiment } from '../../../pipelines/experiment.js'
import { rawMarkets } from '../../../pipelines/sources/raw-market.js'
import { DataError } from '../../../src/core/errors.js'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../../fixtures/small-market.js'

const DATES = Int32Array.of(19000, 19001, 19002)

/** Three sessions of a share; split and distribution happen at the second. */
function market(closes: readonly number[], split: number, distribution: number, adjusted: boolean): () => unknown {
  const close = Float64Array.from(closes)
  const zero = new Float64Array(3)
  const bars = {
    symbol: 'AAA',
    dates: DATES,
    open: close,
    high: close,
    low: close,
    close,
    volume: zero,
    splits: Float64Array.of(0, split, 0),
    distributions: Float64Array.of(0, distribution, 0),
  }
  const source = { bars, file: 'AAA.csv', lineOf: (session: number) => session - DATES[0] + 2 }
  return () => rawMarkets([source, source], [], DATES, adjusted)
}

describe('distributions of raw shares', () => {
  it.each([
    [
      'raw',
      [12, 12, 12],
      0,
      500,
      false,
      '500 is paid per share on 2022-01-09, expected less than the close before, 12',
    ],
    ['raw, after a split', [12, 6, 6], 2, 7, false, 'expected less than the close before, 6'],
    ['adjusted', [12, 12, 12], 0, 500, true, 'expected less than the close before without it, 12'],
  ])('%s: one that no share can have paid is refused with its line', (_, closes, split, paid, adjusted, message) => {
    const read = market(closes, split, paid, adjusted)
    expect(read).toThrow(DataError)
    expect(read).toThrow(`AAA.csv:3: Dividends: `)
    expect(read).toThrow(message)
  })

  it.each([
    [[12, 12, 12], 0, 11.9, false],
    [[12, 6, 6], 2, 5.9, false],
    [[12, 12, 12], 0, 11.9, true],
  ])('of closes %j, split %d, %d passes (adjusted: %s)', (closes, split, paid, adjusted) => {
    expect(market(closes, split, paid, adjusted)).not.toThrow()
  })
})

describe('files without a column of splits', () => {
  it('are refused where distributions are paid in cash', async () => {
    const folder = temporaryFolder()
    const extend = (columns: string, values: string) => (rows: string[]) =>
      rows.map((row, i) => `${row},${i === 0 ? columns : values}`)
    const text = smallExperiment({
      models: 'models: { momentum: { feature: relative_strength_21 } }',
      backtest: 'backtest: { distributions: cash }',
    })
    const parsed = await parseExperiment(text, 'experiment.yaml')
    const open = (): Promise<unknown> => prepare(parsed, { folder }, () => undefined)
    writeSmallMarket(folder, extend('Dividends', '0'))
    await expect(open()).rejects.toThrow(
      'AAA.csv: Stock Splits: column is missing, which backtest.distributions "cash" needs',
    )
    writeSmallMarket(folder, extend('Dividends,Stock Splits', '0,0'))
    await expect(open()).resolves.toHaveProperty('raw')
  })
})

describe('raw files', () => {
  const models = 'models: { momentum: { feature: relative_strength_21 } }'
  const panelOf = async (folder: string, data: string): Promise<Awaited<ReturnType<typeof prepare>>> => {
    const parsed = await parseExperiment(smallExperiment({ models, data: `data: ${data}` }), 'experiment.yaml')
    return prepare(parsed, { folder }, () => undefined)
  }
  /** What a share pays on every 60th row, a part of the close before; one share becomes three on row 400. */
  const PAID = 0.01
  const isPaid = (row: number): boolean => row % 60 === 30

  /** The small market as its shares were quoted, and adjusted: each price before an event by the factors after it. */
  function writeBoth(): { raw: string; adjusted: string } {
    const [raw, adjusted] = [temporaryFolder(), temporaryFolder()]
    const closeOf = (rows: readonly string[], row: number): number => Number(rows[row].split(',')[4])
    writeSmallMarket(raw, (rows) =>
      rows.map((text, row) => {
        if (row === 0) return `${text},Dividends,Stock Splits`
        const cash = isPaid(row) ? PAID * closeOf(rows, row - 1) : 0
        const [day, ...numbers] = text.split(',')
        const quoted = numbers.map((cell, k) => Number(cell) * (row >= 400 ? 1 : k < 4 ? 3 : 1 / 3))
        return [day, ...quoted, row >= 400 ? cash : cash * 3, row === 400 ? 3 : 0].join(',')
      }),
    )
    writeSmallMarket(adjusted, (rows) =>
      rows.map((text, row) => {
        if (row === 0) return text
        const later = rows.filter((_, other) => other > row && isPaid(other)).length
        const [day, ...numbers] = text.split(',')
        return [day, ...numbers.map((cell, k) => Number(cell) * (k < 4 ? (1 - PAID) ** later : 1))].join(',')
      }),
    )
    return { raw, adjusted }
  }

  it('are adjusted for splits and distributions: the same panel, features and labels as of adjusted files', async () => {
    const folders = writeBoth()
    const raw = await panelOf(folders.raw, '{ source: csv, adjusted: false }')
    const adjusted = await panelOf(folders.adjusted, '{ source: csv }')
    const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
      Array.from(a).reduce((most, value, i) => {
        if (Number.isNaN(value) && Number.isNaN(b[i])) return most
        const gap = Math.abs(value - b[i]) / Math.max(1, Math.abs(value))
        return gap > most || Number.isNaN(gap) ? gap : most
      }, 0)
    for (const field of ['open', 'high', 'low', 'close', 'volume'] as const)
      expect(apart(raw.panel.fields[field].data, adjusted.panel.fields[field].data), field).toBeLessThan(1e-11)
    expect(apart(raw.panel.series['benchmark.close'], adjusted.panel.series['benchmark.close'])).toBeLessThan(1e-11)
    expect(apart(raw.target.values.data, adjusted.target.values.data)).toBeLessThan(1e-11)
    expect(raw.provenance).not.toHaveProperty('notes')
  })

  it('without a column of distributions are noted: nothing else says that returns lack them', async () => {
    const folder = temporaryFolder()
    writeSmallMarket(folder)
    const { provenance } = await panelOf(folder, '{ source: csv, adjusted: false }')
    const note =
      '5 of the raw files have no column of distributions: their returns are those of prices alone, the first is "AAA"'
    expect(provenance.notes).toEqual([note])
    // As the reference readers have it, and of adjusted files there is nothing to say.
    const read = await panelOf(folder, '{ source: csv, adjusted: false, dialect: { base: standard } }')
    expect(read.provenance.notes).toEqual([note])
    expect((await panelOf(folder, '{ source: csv }')).provenance).not.toHaveProperty('notes')
  })

  it('refuse what no share can have paid, and to leave out a row in which one pays, with file and line', async () => {
    const { raw } = writeBoth()
    const day = readFileSync(join(raw, 'AAA.csv'), 'utf8').split('\n')[30].slice(0, 10)
    await expect(
      panelOf(raw, `{ source: csv, adjusted: false, drop: [{ symbol: AAA, date: ${day} }] }`),
    ).rejects.toThrow(
      `AAA.csv:31: Date: ${day} has a split or a distribution: of raw prices, or with backtest.distributions "cash", it can not be dropped`,
    )
    writeSmallMarket(raw, (rows) => rows.map((row, i) => `${row},${i === 0 ? 'Dividends' : i === 40 ? '5000' : '0'}`))
    await expect(panelOf(raw, '{ source: csv, adjusted: false }')).rejects.toThrow(
      /AAA\.csv:41: Dividends: 5000 is paid/,
    )
  })
})
