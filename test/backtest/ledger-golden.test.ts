import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'

const FIELDS = ['open', 'close', 'volume', 'volatility', 'splits', 'distributions'] as const

interface Golden {
  readonly market: Readonly<Record<(typeof FIELDS)[number], readonly number[][]>> & { readonly dates: number[] }
  readonly cases: readonly {
    readonly name: string
    readonly options: Readonly<
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
        | 'impact',
        number
      >
    > & { readonly fill: 'open' | 'close'; readonly maxParticipation: number | null }
    readonly decisions: readonly { readonly dateIndex: number; readonly weights: number[] }[]
    readonly result: {
      readonly cash: number[]
      readonly equity: number[]
      readonly shares: number[][]
      readonly costs: number[]
      readonly income: Readonly<Record<'interest' | 'borrow' | 'dividend' | 'lieu', number>>
    }
  }[]
}

const golden = JSON.parse(readFileSync(new URL('../golden/ledger.json', import.meta.url), 'utf8')) as Golden
const N = 3

const matrices = Object.fromEntries(
  FIELDS.map((field) => [
    field,
    matrixOver(golden.market[field].length, N, Float64Array.from(golden.market[field].flat())),
  ]),
) as Record<(typeof FIELDS)[number], Matrix>
const market: Market = { dates: Int32Array.from(golden.market.dates), ...matrices }

describe('small ledgers of an independent program', () => {
  it.each(golden.cases)('$name: the same shares, cash and equity at every close', ({ options, decisions, result }) => {
    const { perShare, minPerOrder, halfSpreadBps, impact, maxParticipation, ...terms } = options
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
        margin: { initial: 0.5, maintenance: 0 },
      },
    )
    for (const [t, expected] of result.equity.entries()) {
      expect(Math.abs(equity[t] - expected), `equity of session ${t}`).toBeLessThan(1e-6)
      expect(Math.abs(cash[t] - result.cash[t]), `cash of session ${t}`).toBeLessThan(1e-6)
      for (let i = 0; i < N; i++) expect(Math.abs(shares[t * N + i] - result.shares[t][i])).toBeLessThan(1e-7)
    }
    for (const [k, kind] of (['basisPoints', 'perShare', 'spread', 'impact'] as const).entries())
      expect(events.reduce((sum, { costs }) => sum + costs[kind], 0)).toBeCloseTo(result.costs[k], 6)
    for (const type of ['interest', 'borrow', 'dividend'] as const)
      expect(events.reduce((sum, event) => sum + (event.type === type ? event.amount : 0), 0)).toBeCloseTo(
        result.income[type],
        6,
      )
    expect(events.reduce((sum, { type, amount }) => sum + (type === 'split' ? amount : 0), 0)).toBeCloseTo(
      result.income.lieu,
      6,
    )
  })
})
