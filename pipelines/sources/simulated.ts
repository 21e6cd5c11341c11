import { createHash } from 'node:crypto'
import { DEFAULT_KNOBS, NO_KNOBS, type MarketKnobs } from '../../datasets/simulated/knobs.js'
import { simulateMarket, type SimulatedMarket } from '../../datasets/simulated/simulate-market.js'
import { BAR_FIELDS } from '../../src/panel/panel.js'
import type { Experiment } from '../experiment-schema.js'

function knobsOf(given: Extract<Experiment['data'], { source: 'simulated' }>['knobs']): MarketKnobs {
  if (typeof given === 'string') return given === 'planted' ? DEFAULT_KNOBS : NO_KNOBS
  const set = Object.entries(given).filter(([, knob]) => knob !== undefined)
  return { ...NO_KNOBS, ...Object.fromEntries(set) }
}

/** The simulated market of an experiment; undefined when its data come from files. */
export function simulatedMarketOf(experiment: Experiment): SimulatedMarket | undefined {
  const { data, seed } = experiment
  if (data.source !== 'simulated') return undefined
  return simulateMarket({
    seed: data.seed ?? seed,
    from: data.from,
    sessions: data.sessions,
    knobs: knobsOf(data.knobs),
  })
}

/** SHA-256 over the bars of a simulated market. */
export function checksumOfMarket(market: SimulatedMarket): string {
  const hash = createHash('sha256')
  for (const bars of [...market.bars, market.benchmark]) {
    hash.update(bars.symbol)
    for (const array of [bars.dates, bars.splits, ...BAR_FIELDS.map((field) => bars[field])])
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }
  return hash.digest('hex')
}
