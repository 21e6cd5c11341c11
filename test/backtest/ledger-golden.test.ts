import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LedgerEvent } from '../../src/backtest/ledger-event.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'

const FIELDS = ['open', 'close', 'volume', 'volatility', 'splits', 'distributions'] as const
const HAPPENINGS = ['margin-call', 'ruin', 'payout', 'reinvestment'] as const

type GoldenMarket = Readonly<Record<(typeof FIELDS)[number], readonly (readonly (number | null)[])[]>> & {
  readonly dates: readonly number[]
}

interface GoldenOptions extends Readonly<
  Record<
    | 'costBps'
    | 'capital'
    | 'lot'
    | 'cashRate'
    | 'debitRate'
    | 'borrowRate'
    | 'perShare'
    | 'minPerOrder'
    | 'halfSpreadBps'
    | 'impact'
    | 'initial'
    | 'maintenance'
    | 'delistAfter'
    | 'delistReturn',
    number
  >
> {
  readonly fill: 'open' | 'close'
  readonly maxParticipation: number | null
  readonly reinvest: boolean
}

interface Golden {
  readonly markets: Readonly<Record<'usual' | 'eventful', GoldenMarket>>
  readonly cases: readonly {
    readonly market: 'usual' | 'eventful'
    readonly name: string
    readonly options: GoldenOptions
    readonly decisions: readonly { readonly dateIndex: number; readonly weights: number[] }[]
    readonly result: {
      readonly cash: number[]
      readonly equity: number[]
      readonly shares: number[][]
      readonly costs: number[]
      readonly income: Readonly<Record<'interest' | 'borrow' | 'dividend' | 'lieu', number>>
      /** Row, asset (-1 for the whole portfolio), and amount; of margin calls and ruin, the value. */
      readonly happened: Readonly<Record<(typeof HAPPENINGS)[number], readonly (readonly [number, number, number])[]>>
    }
  }[]
}

const golden = JSON.parse(readFileSync(new URL('../golden/ledger.json', import.meta.url), 'utf8')) as Golden

function marketOf(name: 'usual' | 'eventful'): Market {
  const given = golden.markets[name]
  const matrices = Object.fromEntries(
    FIELDS.map((field) => {
      const rows = given[field]
      return [
        field,
        matrixOver(
          rows.length,
          rows[0].length,
          Float64Array.from(rows.flat(), (value) => value ?? NaN),
        ),
      ]
    }),
  ) as Record<(typeof FIELDS)[number], Matrix>
  return { dates: Int32Array.from(given.dates), ...matrices }
}

describe('small ledgers of an independent program', () => {
  it.each(golden.cases)('$name: the same shares, cash and equity at every close', (given) => {
    const { options, decisions, result } = given
    const { perShare, minPerOrder, halfSpreadBps, impact, maxParticipation, ...others } = options
    const { initial, maintenance, delistAfter, delistReturn, ...terms } = others
    const market = marketOf(given.market)
    const n = market.close.cols
    const { cash, equity, shares, events } = simulate(
      market,
      decisions.map(({ dateIndex, weights }) => ({ dateIndex, weights: Float64Array.from(weights), reason: 'golden' })),
      {
        ...terms,
        costs: {
          perShare,
          minPerOrder,
          halfSpreadBps,
          impact,
          ...(maxParticipation === null ? {} : { maxParticipation }),
        },
        margin: { initial, maintenance },
        delisting: { after: delistAfter, return: delistReturn },
      },
    )
    for (const [t, expected] of result.equity.entries()) {
      expect(Math.abs(equity[t] - expected), `equity of session ${t}`).toBeLessThan(1e-6)
      expect(Math.abs(cash[t] - result.cash[t]), `cash of session ${t}`).toBeLessThan(1e-6)
      for (let i = 0; i < n; i++) expect(Math.abs(shares[t * n + i] - result.shares[t][i])).toBeLessThan(1e-7)
    }
    const amounts = (wanted: LedgerEvent['type']): number =>
      events.reduce((sum, { type, amount }) => sum + (type === wanted ? amount : 0), 0)
    for (const [k, kind] of (['basisPoints', 'perShare', 'spread', 'impact'] as const).entries())
      expect(events.reduce((sum, { costs }) => sum + costs[kind], 0)).toBeCloseTo(result.costs[k], 6)
    for (const type of ['interest', 'borrow', 'dividend'] as const)
      expect(amounts(type)).toBeCloseTo(result.income[type], 6)
    expect(amounts('split')).toBeCloseTo(result.income.lieu, 6)
    for (const wanted of HAPPENINGS) {
      const own = events.filter(({ type }) => type === wanted)
      const expected = result.happened[wanted]
      expect(own.map(({ dateIndex, assetIndex }) => [dateIndex, assetIndex])).toEqual(
        expected.map(([row, asset]) => [row, asset]),
      )
      for (const [k, { amount, value, assetIndex }] of own.entries())
        expect(assetIndex < 0 ? value : amount).toBeCloseTo(expected[k][2], 6)
    }
  })

  it('have margin calls, ruin, pay-outs, reinvestments and missing prices in them', () => {
    for (const wanted of HAPPENINGS)
      expect(golden.cases.flatMap(({ result }) => result.happened[wanted]).length, wanted).toBeGreaterThan(0)
    expect(golden.markets.eventful.open.flat().filter((price) => price === null).length).toBeGreaterThan(20)
  })
})
