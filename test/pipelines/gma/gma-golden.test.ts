import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openGmaSource, type GmaSource } from '../../../pipelines/gma/source.js'
import { runGma, type GmaDocument, type GmaQuestion } from '../../../pipelines/gma/gma.js'
import { parseSession } from '../../../src/core/calendar.js'
import { createMatrix, setColumn } from '../../../src/core/matrix.js'
import type { Panel } from '../../../src/panel/panel.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

type Settings = Pick<GmaQuestion, 'x' | 'y' | 'M' | 'factor' | 'favourite' | 'select' | 'tie' | 'normalised' | 'every'>

/** What the same holdings come to when they are traded at the opens. */
type Opened = Pick<Results, 'net' | 'gross' | 'sharpe' | 'maxDrawdown'>

interface Results {
  readonly settings: Settings
  readonly open: Opened
  readonly from: string
  readonly net: number
  readonly gross: number
  readonly sharpe: number
  readonly maxDrawdown: number
  readonly equalWeight: { readonly growth: number; readonly sharpe: number }
}

const golden = JSON.parse(readFileSync('test/golden/gma.json', 'utf8')) as {
  readonly costBps: number
  readonly market: {
    readonly dates: readonly string[]
    readonly closes: Readonly<Record<string, (number | null)[]>>
    readonly opens: Readonly<Record<string, (number | null)[]>>
  }
  readonly runs: readonly (Results & {
    readonly held: readonly string[]
    readonly selected: readonly (string | null)[]
    readonly hurdle: readonly (number | null)[]
  })[]
  readonly real: readonly (Results & { readonly steps: number; readonly switches: number; readonly last: string })[]
}

function madeUpSource(): GmaSource {
  const { dates, closes, opens } = golden.market
  const assets = Object.keys(closes)
  const [close, open] = [closes, opens].map((prices) => {
    const matrix = createMatrix(dates.length, assets.length)
    for (const [col, asset] of assets.entries())
      setColumn(
        matrix,
        col,
        prices[asset].map((value) => value ?? NaN),
      )
    return matrix
  })
  const none = createMatrix(dates.length, assets.length)
  const panel: Panel = {
    dates: Int32Array.from(dates, parseSession),
    assets,
    sectors: assets,
    benchmark: 'INDEX',
    fields: { open, high: none, low: none, close, volume: none },
    series: { 'benchmark.close': new Float64Array(dates.length).fill(100) },
    assetSeries: {},
    simulated: false,
  }
  return { name: 'made up', panel, exchange: undefined, sessionsPerYear: 252, riskFree: 0, costBps: 99, notes: [] }
}

function run(source: GmaSource, settings: Settings, fill: GmaQuestion['fill'] = 'close'): GmaDocument {
  const rest = { cashRate: 0, symbols: undefined, from: undefined, to: undefined, surface: undefined }
  return runGma(source, { ...settings, ...rest, fill, costBps: golden.costBps }).document
}

function expectOpened(document: GmaDocument, closed: GmaDocument, expected: Opened): void {
  expect(document.parameters.fill).toBe("the next session's open")
  expect(document.growth / expected.net).toBeCloseTo(1, 11)
  expect(document.gross.growth / expected.gross).toBeCloseTo(1, 11)
  expect(document.sharpe).toBeCloseTo(expected.sharpe, 10)
  expect(document.maxDrawdown).toBeCloseTo(expected.maxDrawdown, 11)
  // The rule sees closes: where it is filled changes no decision, and nothing that it is compared with.
  expect(document.steps.map(({ growth, ...step }) => [step, growth > 0])).toEqual(
    closed.steps.map(({ growth, ...step }) => [step, growth > 0]),
  )
  expect([document.equalWeight, document.benchmark]).toEqual([closed.equalWeight, closed.benchmark])
}

function expectResults(document: GmaDocument, expected: Omit<Results, 'settings' | 'open'>): void {
  expect(document.from).toBe(expected.from)
  expect(document.growth / expected.net).toBeCloseTo(1, 11)
  expect(document.gross.growth / expected.gross).toBeCloseTo(1, 11)
  expect(document.sharpe).toBeCloseTo(expected.sharpe, 10)
  expect(document.equalWeight.growth / expected.equalWeight.growth).toBeCloseTo(1, 11)
  expect(document.equalWeight.sharpe).toBeCloseTo(expected.equalWeight.sharpe, 10)
  expect(document.maxDrawdown).toBeCloseTo(expected.maxDrawdown, 11)
}

describe('the machine on a made-up market, computed independently', () => {
  const source = madeUpSource()

  it.each(golden.runs)('$settings', ({ settings, held, selected, hurdle, open, ...expected }) => {
    const document = run(source, settings)
    expect(document.steps.map((step) => step.held)).toEqual(held)
    expect(document.steps.map((step) => step.selected)).toEqual(selected)
    for (const [i, value] of hurdle.entries()) expect(document.steps[i].hurdle).toBeCloseTo(value ?? NaN, 10)
    expectResults(document, expected)
    const opened = run(source, settings, 'open')
    expectOpened(opened, document, open)
    expect(opened.notes.join()).toContain('missing where a close is there: without one a fund can not be sold')
  })
})

describe('fills at the open of prices that have none', () => {
  it('are refused, naming a symbol', () => {
    const source = madeUpSource()
    const { fields } = source.panel
    const open = {
      ...fields.open,
      data: fields.open.data.map((value, i) => (i % fields.open.cols === 2 ? NaN : value)),
    }
    const bare = { ...source, panel: { ...source.panel, fields: { ...fields, open } } }
    const { settings } = golden.runs[0]
    expect(() => run(bare, settings, 'open')).toThrow('--fill "open": "CCC" has no opening prices, expected "close"')
    expect(run(bare, settings)).toEqual(run(source, settings))
  })
})

const found = existsSync(`${REAL_DATA}/us-sector-etfs`)
if (!found) process.stderr.write(`skipped: no sector funds in ${REAL_DATA}\n`)

describe.skipIf(!found)('the machine on the sector funds, computed independently', () => {
  it.each(golden.real)('$settings', async ({ settings, steps, switches, last, open, ...expected }) => {
    const place = { file: undefined, dialect: undefined, benchmark: undefined, to: undefined }
    const asked = { ...place, source: 'experiments/us-sectors.yaml', data: `${REAL_DATA}/us-sector-etfs` }
    const source = await openGmaSource(asked, () => undefined)
    const document = run(source, settings)
    expect(document.steps).toHaveLength(steps)
    expect(document.switches).toBe(switches)
    expect(document.now).toMatchObject({ date: '2025-12-24', hold: last, unfinished: true })
    expectResults(document, expected)
    const opened = run(source, settings, 'open')
    expectOpened(opened, document, open)
    expect(opened.notes.join()).not.toContain('missing where')
  })
})
