import { alignBars } from '../../src/panel/align-bars.js'
import type { Panel } from '../../src/panel/panel.js'
import { barsFileName } from '../bars/ohlcv-folder.js'
import type { SimulatedMarket } from './simulate-market.js'

/** A simulated market as a panel: its bars are raw, so splits are adjusted here. */
export function panelOfMarket({ bars, benchmark, sectors }: SimulatedMarket): Panel {
  return alignBars({
    assets: bars,
    sectors: bars.map(({ symbol }) => sectors[symbol]),
    benchmark,
    adjusted: false,
    simulated: true,
    locate: (symbol) => ({ file: barsFileName(symbol) }),
  })
}
