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
