import { readFundamentals } from '../../datasets/companies/fundamentals.js'
import type { DataFolder } from '../../datasets/text/data-folder.js'
import type { SessionDay } from '../../src/core/calendar.js'
import { marketCapOf } from '../../src/panel/market-cap.js'
import type { Experiment } from '../experiment-schema.js'
import type { SourcedBars } from './assemble-panel.js'
import { countNote } from './source-data.js'

/** Weight of a stock relative to the others of its sector, as known at the close of a session; NaN where there is none. */
export type WeightOf = (symbol: string, session: SessionDay) => number

/** Weights with what a reader should know of them. */
export interface StockWeights {
  readonly weightOf: WeightOf
  readonly notes: readonly string[]
}

/** The weights that an experiment gives its stocks. A stock without a market capitalisation counts nothing. */
export function stockWeights(
  { weighting, marketCaps }: Extract<Experiment['data'], { source: 'stocks' }>,
  top: DataFolder,
  stocks: readonly SourcedBars[],
): StockWeights {
  if (weighting === 'equal') return { weightOf: () => 1, notes: [] }
  if (marketCaps === undefined) throw new Error('bug: weights by market capitalisation were checked')
  const caps = readFundamentals(top.within(marketCaps)).fields.get('marketCap')
  const bySymbol = new Map(
    stocks.flatMap(({ bars }): [string, (session: SessionDay) => number][] => {
      const known = caps?.get(bars.symbol)
      return known === undefined ? [] : [[bars.symbol, marketCapOf(known, bars)]]
    }),
  )
  const without = stocks.filter(({ bars }) => !bySymbol.has(bars.symbol)).map(({ bars }) => bars.symbol)
  return {
    weightOf: (symbol, session) => bySymbol.get(symbol)?.(session) ?? NaN,
    notes: countNote(without, 'stocks have no market capitalisation and count nothing'),
  }
}
