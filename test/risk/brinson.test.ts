import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { brinsonFachler, linkEffects, type BrinsonInput } from '../../src/risk/brinson.js'

const table = (cols: number, ...cells: number[]): BrinsonInput['weights'] =>
  matrixOver(cells.length / cols, cols, Float64Array.from(cells))

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

/** Two sectors over one period, by hand: portfolio 8.6%, benchmark 6.4%. */
const BY_HAND: BrinsonInput = {
  weights: table(2, 0.7, 0.3),
  benchmarkWeights: table(2, 0.6, 0.4),
  returns: table(2, 0.11, 0.03),
  benchmarkReturns: table(2, 0.1, 0.01),
}

function randomInput(seed: number, nPeriods: number, nSectors: number): BrinsonInput {
  const random = createRandom(seed, 'brinson')
  const weights = (): BrinsonInput['weights'] => {
    const cells = Array.from({ length: nPeriods }, () => {
      const raw = Array.from({ length: nSectors }, () => random.uniform())
      return raw.map((value) => value / sum(raw))
    })
    return table(nSectors, ...cells.flat())
  }
  const returns = (): BrinsonInput['weights'] =>
    table(nSectors, ...Array.from({ length: nPeriods * nSectors }, () => 0.05 * random.normal()))
  return { weights: weights(), benchmarkWeights: weights(), returns: returns(), benchmarkReturns: returns() }
}

describe('Brinson and Fachler', () => {
  it('two sectors by hand', () => {
    const { allocation, selection, interaction, returns, benchmarkReturns } = brinsonFachler(BY_HAND)
    expect(returns[0]).toBeCloseTo(0.086, 15)
    expect(benchmarkReturns[0]).toBeCloseTo(0.064, 15)
    // Overweight 10 points in a sector that beat the benchmark by 3.6 points, underweight 10 in one that fell short by 5.4.
    expect([...allocation.data].map((value) => value.toFixed(5))).toEqual(['0.00360', '0.00540'])
    expect([...selection.data].map((value) => value.toFixed(5))).toEqual(['0.00600', '0.00800'])
    expect([...interaction.data].map((value) => value.toFixed(5))).toEqual(['0.00100', '-0.00200'])
  })

  it('the effects of each period sum to its active return, the linked ones to the compounded one, to 1e-12', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 60 }), (seed, nPeriods) => {
        const effects = brinsonFachler(randomInput(seed, nPeriods, 5))
        for (let row = 0; row < nPeriods; row++) {
          const parts = [effects.allocation, effects.selection, effects.interaction]
          const total = sum(parts.map(({ data }) => sum(data.subarray(row * 5, row * 5 + 5))))
          expect(Math.abs(total - (effects.returns[row] - effects.benchmarkReturns[row]))).toBeLessThan(1e-12)
        }
        const linked = linkEffects(effects)
        const compounded = (values: Float64Array): number => values.reduce((equity, value) => equity * (1 + value), 1)
        const active = compounded(effects.returns) - compounded(effects.benchmarkReturns)
        expect(linked.activeReturn).toBeCloseTo(active, 12)
        const total = sum(linked.allocation) + sum(linked.selection) + sum(linked.interaction)
        expect(Math.abs(total - active)).toBeLessThan(1e-12)
      }),
      { numRuns: 60 },
    )
  })

  it('one period is linked to itself; equal returns are linked without a division by 0', () => {
    const effects = brinsonFachler(BY_HAND)
    expect(sum(linkEffects(effects).allocation)).toBeCloseTo(0.009, 12)
    const same = brinsonFachler({ ...BY_HAND, weights: BY_HAND.benchmarkWeights, returns: BY_HAND.benchmarkReturns })
    expect([...linkEffects(same).selection]).toEqual([0, 0])
    expect(linkEffects(same).activeReturn).toBe(0)
  })

  it('a sector that one side does not hold has the return of the other: all of it is allocation', () => {
    const { allocation, selection, interaction, returns } = brinsonFachler({
      weights: table(3, 0, 1, 0),
      benchmarkWeights: table(3, 0.5, 0.5, 0),
      returns: table(3, NaN, 0.1, NaN),
      benchmarkReturns: table(3, 0.2, 0.1, NaN),
    })
    expect(returns[0]).toBeCloseTo(0.1, 15)
    expect([...selection.data, ...interaction.data]).toEqual(
      [0, 0, 0, 0, 0, 0].map(() => expect.closeTo(0, 12) as number),
    )
    expect(sum(allocation.data)).toBeCloseTo(-0.05, 15)
  })

  it('refuses weights that do not add up, and shapes that do not fit', () => {
    expect(() => brinsonFachler({ ...BY_HAND, weights: table(2, 0.6, 0.3) })).toThrow('cash is a sector')
    expect(() => brinsonFachler({ ...BY_HAND, returns: table(1, 0.6, 0.3) })).toThrow(
      'brinsonFachler: 2 x 1, expected 1 x 2',
    )
    const unknown = brinsonFachler({ ...BY_HAND, returns: table(2, NaN, 0.1) })
    expect(linkEffects(unknown).allocation[0]).toBeNaN()
  })
})
