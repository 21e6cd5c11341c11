import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { mapInstruments } from '../../src/allocate/map-instruments.js'

const INVERSE = new Map([
  ['XLB', { symbol: 'SMN', leverage: -2 }],
  ['XLE', { symbol: 'ERY', leverage: -3 }],
])
const shorts = {
  substituteOf: (symbol: string) => INVERSE.get(symbol),
  positions: 'shorts',
  missing: 'refuse',
} as const

describe('mapInstruments', () => {
  it('a short of w of XLB is a long of w/2 of SMN, and a long stays', () => {
    const { weights, exposures, kept } = mapInstruments(
      new Map([
        ['XLB', -0.3],
        ['XLE', -0.3],
        ['XLK', 0.5],
        ['XLU', 0],
      ]),
      shorts,
    )
    expect([...weights]).toEqual([
      ['SMN', 0.15],
      ['ERY', expect.closeTo(0.1, 15)],
      ['XLK', 0.5],
      ['XLU', 0],
    ])
    expect([...exposures]).toEqual([
      ['XLB', -0.3],
      ['XLE', expect.closeTo(-0.3, 15)],
      ['XLK', 0.5],
      ['XLU', 0],
    ])
    expect(kept).toEqual([])
  })

  it('keeps the exposure of any decision under any leverage', () => {
    const decision = fc.dictionary(fc.string({ minLength: 1 }), fc.double({ min: -2, max: 2, noNaN: true }))
    const leverage = fc.constantFrom(-3, -2, -1, 1, 2, 0.7)
    fc.assert(
      fc.property(decision, leverage, fc.constantFrom('all', 'shorts'), (weights, times, positions) => {
        const asked = new Map(Object.entries(weights))
        const { exposures } = mapInstruments(asked, {
          substituteOf: (symbol) => ({ symbol: `to ${symbol}`, leverage: times }),
          positions,
          missing: 'refuse',
        })
        for (const [symbol, weight] of asked) expect(exposures.get(symbol)).toBeCloseTo(weight, 14)
      }),
    )
  })

  it('adds positions that end in the same fund', () => {
    const { weights } = mapInstruments(
      new Map([
        ['IYW', 0.25],
        ['IYZ', 0.5],
      ]),
      { substituteOf: () => ({ symbol: 'XLK', leverage: 1 }), positions: 'all', missing: 'refuse' },
    )
    expect([...weights]).toEqual([['XLK', 0.75]])
  })

  it('refuses or keeps a position that nothing stands for', () => {
    const decision = new Map([['XLRE', -0.2]])
    expect(() => mapInstruments(decision, shorts)).toThrow(
      new ConfigError('"XLRE" has no such instrument to be replaced with'),
    )
    const { weights, kept } = mapInstruments(decision, { ...shorts, missing: 'keep' })
    expect([...weights]).toEqual([['XLRE', -0.2]])
    expect(kept).toEqual(['XLRE'])
  })

  it('refuses a weight or a leverage that is none', () => {
    expect(() => mapInstruments(new Map([['XLB', NaN]]), shorts)).toThrow(ConfigError)
    const substituteOf = () => ({ symbol: 'X', leverage: 0 })
    expect(() => mapInstruments(new Map([['XLB', 1]]), { substituteOf, positions: 'all', missing: 'keep' })).toThrow(
      'leverage of "X": is 0, expected a number other than 0',
    )
  })
})
