import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DataError } from '../../src/core/errors.js'
import { alignBars } from '../../src/panel/align-bars.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { gatherPanel } from '../../src/panel/gather-panel.js'
import type { Panel } from '../../src/panel/panel.js'

function barsOn(symbol: string, dates: readonly number[], scale: number): SymbolBars {
  const column = (k: number): Float64Array => Float64Array.from(dates, (date) => scale * 1000 + date + k / 8)
  return {
    symbol,
    dates: Int32Array.from(dates),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
    splits: new Float64Array(dates.length),
  }
}

function reference(
  benchmark: SymbolBars,
  assets: readonly SymbolBars[],
  sectors: readonly string[],
  allowGaps = false,
): Panel | undefined {
  try {
    return alignBars({
      assets,
      sectors,
      benchmark,
      adjusted: true,
      allowGaps,
      simulated: [benchmark, ...assets].some((bars) => bars.simulated === true),
      locate: () => ({ file: 'x' }),
    })
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
}

/** Gathers in blocks and spoils each block's arrays afterwards: nothing of them may be kept. */
function gathered(
  benchmark: SymbolBars,
  assets: readonly SymbolBars[],
  sectors: readonly string[],
  blockSize: number,
  allowGaps = false,
): Panel | undefined {
  const gatherer = gatherPanel(benchmark, assets.length)
  for (let start = 0; start < assets.length; start += blockSize) {
    const block = assets.slice(start, start + blockSize).map((bars) => structuredClone(bars))
    gatherer.add(block)
    for (const { dates, ...columns } of block) {
      dates.fill(-1)
      for (const column of Object.values(columns)) if (column instanceof Float64Array) column.fill(-1)
    }
  }
  return gatherer.finish(sectors, allowGaps)
}

/** Shares one calendar with the others, or has gaps of its own. */
const life = fc.record({
  start: fc.nat(30),
  length: fc.nat(30),
  gaps: fc.oneof(
    { weight: 5, arbitrary: fc.constant<number[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(30), { maxLength: 2 }) },
  ),
  simulated: fc.boolean(),
})

describe('gatherPanel', () => {
  it('is alignBars: the same panel to the bit, and no panel where that refuses the bars', () => {
    let panels = 0
    let refused = 0
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 40 }),
        fc.array(life, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (days, lives, blockSize, allowGaps) => {
          const calendar = days.sort((a, b) => a - b)
          const [benchmark, ...assets] = lives.map(({ start, length, gaps, simulated }, s) => {
            const dates = calendar.slice(start, start + length).filter((_, i) => !gaps.includes(i))
            return { ...barsOn(`S${s}`, dates, s), ...(simulated ? { simulated } : {}) }
          })
          const sectors = assets.map((_, s) => `sector-${s}`)
          const panel = gathered(benchmark, assets, sectors, blockSize, allowGaps)
          expect(panel).toStrictEqual(reference(benchmark, assets, sectors, allowGaps))
          if (panel === undefined) refused++
          else panels++
        },
      ),
      { numRuns: 1500 },
    )
    expect(panels).toBeGreaterThan(200)
    expect(refused).toBeGreaterThan(200)
  })

  it('grows far beyond the calendar of its benchmark, before and after it', () => {
    const days = Array.from({ length: 400 }, (_, i) => i * 3)
    const benchmark = barsOn('B', days.slice(300, 301), 1)
    const assets = [barsOn('L', days.slice(290), 2), barsOn('E', days.slice(0, 350), 3)]
    const panel = gathered(benchmark, assets, ['l', 'e'], 1)
    expect(panel?.dates).toEqual(Int32Array.from(days))
    expect(panel).toStrictEqual(reference(benchmark, assets, ['l', 'e']))
  })
})
