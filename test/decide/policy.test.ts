import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { explain } from '../../src/decide/explain.js'
import { decideAt, policyLabel, policyOf, stepPolicies } from '../../src/decide/policy.js'
import { constraints } from '../../src/decide/constraints.js'
import { selectors } from '../../src/decide/selectors.js'
import { weighers } from '../../src/decide/weighers.js'
import { contextOf, decisionOf } from './decision-fixture.js'

const parts = { scores: [3, NaN, 5, 3, 1], held: [0.2, 0, 0.3, 0.2, 0.3] }

describe('a composed decision', () => {
  const decision = decisionOf(parts, ['top-k', { k: 2 }], ['equal'], [['asset-cap', { most: 0.3 }], ['exposure']])

  it('ranks everything that has a score, equal scores with the better rank', () => {
    expect(decision.ranking).toEqual([
      { asset: 'C', score: 5, rank: 1 },
      { asset: 'A', score: 3, rank: 2 },
      { asset: 'D', score: 3, rank: 2 },
      { asset: 'E', score: 1, rank: 4 },
    ])
  })

  it('records every step with the weights after it', () => {
    expect(decision.trace.map(({ step, note, weights }) => [step, note, ...weights])).toEqual([
      ['select top-k', 'top 2: C A D (2 tie)', 0.5, 0, 1, 0.5, 0],
      ['weigh equal', '', 0.25, 0, 0.5, 0.25, 0],
      ['constrain asset-cap', 'at most 30.0% each: C from 50.0%', 0.25, 0, 0.3, 0.25, 0],
      ['constrain exposure', '', 0.25, 0, 0.3, 0.25, 0],
    ])
    expect(decision.reason).toBe('top 2: C A D (2 tie); at most 30.0% each: C from 50.0%')
  })

  it('is explained to a person', () => {
    expect(explain(decision, contextOf(parts).assets)).toEqual([
      'ranked: 1 C 5.000, 2 A 3.000, 2 D 3.000, 4 E 1.000',
      'select top-k: top 2: C A D (2 tie)',
      'weigh equal: A 25.0%, C 50.0%, D 25.0%, cash 0.0%',
      'constrain asset-cap: at most 30.0% each: C from 50.0%; C 50.0% to 30.0%',
      'constrain exposure: does not bind',
      'decided: A 25.0%, C 30.0%, D 25.0%, cash 20.0%',
    ])
    const checked = {
      ...decision,
      checks: [{ check: 'restricted', outcome: 'block' as const, faults: ['C'] }],
      holds: true,
    }
    expect(explain(checked, contextOf(parts).assets).slice(-2)).toEqual([
      'check restricted: block, C',
      'holds on: A 25.0%, C 30.0%, D 25.0%, cash 20.0%',
    ])
    expect(explain(decisionOf({ scores: [NaN] }, ['all']), ['A'])).toEqual([
      'ranked: nothing has a score',
      'select all: no sector has a score: cash',
      'weigh equal: cash 100.0%',
      'decided: cash 100.0%',
    ])
  })

  it('goes through the constraints in the order given', () => {
    const first = decisionOf(
      parts,
      ['all'],
      ['equal'],
      [
        ['asset-cap', { most: 0.1 }],
        ['turnover-cap', { most: 0 }],
      ],
    )
    const second = decisionOf(
      parts,
      ['all'],
      ['equal'],
      [
        ['turnover-cap', { most: 0 }],
        ['asset-cap', { most: 0.1 }],
      ],
    )
    expect([...first.weights]).toEqual(parts.held)
    expect(first.holds).toBe(true)
    // Should the ledger not hold what was decided of A, C, D and E, it is made up.
    expect(first.kept).toEqual(Uint8Array.of(1, 0, 1, 1, 1))
    expect([...second.weights]).toEqual([0.1, 0, 0.1, 0.1, 0.1])
    // What a later constraint changes is traded.
    expect(second.holds).toBeUndefined()
    expect(second.kept).toBeUndefined()
    const inCash = decisionOf({ scores: [1, 1], held: [0, 0] }, ['all'], ['equal'], [['turnover-cap', { most: 0 }]])
    expect([inCash.holds, inCash.kept]).toEqual([true, undefined])
    const third = decisionOf(parts, ['all'], ['equal'], [['turnover-cap', { most: 0 }], ['exposure']])
    expect(third.holds).toBe(true)
  })

  it('leaves as it is what a constraint keeps, until a later one changes it', () => {
    const keptOf = (...further: Parameters<typeof policyOf>[2] & object): unknown => {
      const band = ['no-trade-band', { band: 0.1 }] as const
      const { kept, holds = false } = decisionOf(parts, ['all'], ['equal'], [band, ...further])
      expect(holds).toBe(further.length !== 1 && further.at(-1)?.[0] !== 'exposure')
      return kept
    }
    // Targets are 0.25: A and D are 0.05 below, C and E 0.05 above, B has no score and is not held.
    expect(keptOf()).toEqual(Uint8Array.of(1, 0, 1, 1, 1))
    expect(keptOf(['asset-cap', { most: 0.25 }])).toEqual(Uint8Array.of(1, 0, 0, 1, 0))
    expect(keptOf(['asset-cap', { most: 0.1 }])).toBeUndefined()
    // A second band keeps more, and drops nothing that the first kept.
    expect(keptOf(['asset-cap', { most: 0.25 }], ['no-trade-band', { band: 0.05 }])).toEqual(
      Uint8Array.of(1, 0, 1, 1, 1),
    )
    expect(keptOf(['asset-cap', { most: 0.25 }], ['exposure'])).toEqual(Uint8Array.of(1, 0, 0, 1, 0))
    expect(decisionOf(parts, ['all']).kept).toBeUndefined()
    expect(decisionOf(parts, ['all']).holds).toBeUndefined()
    // Nothing held and nothing wanted of B: it is not among what is kept, but nothing is traded either.
    const some = decisionOf(
      { scores: [1, NaN, 1], held: [0.5, 0, 0.2] },
      ['all'],
      ['equal'],
      [['no-trade-band', { band: 0.1 }]],
    )
    expect([some.kept, some.holds]).toEqual([Uint8Array.of(1, 0, 0), undefined])
  })

  it('a band knows what each asset costs', () => {
    const seen = { scores: [1, 1, 1], held: [0.3, 0.3, 0.3], costRate: Float64Array.of(0.0001, 0.01, 0) }
    const { kept, weights } = decisionOf(seen, ['all'], ['equal'], [['no-trade-band', { riskAversion: 1 }]])
    expect(kept).toEqual(Uint8Array.of(0, 1, 0))
    // (0.00015 x (2 / 9)^2)^(1/3) = 0.0195 around a third.
    expect(weights[0]).toBeCloseTo(1 / 3 - Math.cbrt(0.00015 * (2 / 9) ** 2), 14)
    expect(weights[2]).toBeCloseTo(1 / 3, 14)
  })
})

describe('policies', () => {
  it('have a label and a place for every registered step', () => {
    expect(policyLabel(policyOf(['top-k'], ['tilt'], [['asset-cap'], ['exposure']]))).toBe(
      'top-k, tilt, asset-cap, exposure',
    )
    expect([...stepPolicies().keys()]).toEqual([...selectors, ...weighers, ...constraints].map(({ name }) => name))
    expect(new Set(stepPolicies().keys()).size).toBe(stepPolicies().size)
  })

  it('an unknown step is refused with the nearest', () => {
    expect(() => policyOf(['top-j'])).toThrow('selection "top-j" is unknown, the nearest is "top-k"')
    expect(() => policyOf(['all'], ['equal'], [['asset-map']])).toThrow(
      'constraint "asset-map" is unknown, the nearest is "asset-cap"',
    )
  })

  it('weights that are no numbers are a bug of the step', () => {
    const broken = policyOf(['all'])
    const step = { ...broken.weigh.step, weigh: () => ({ weights: Float64Array.of(NaN), note: '' }) }
    expect(() => decisionWith({ ...broken, weigh: { step, params: {} } })).toThrow(
      'bug: weigh equal gave weights that are no numbers: NaN',
    )
  })
})

function decisionWith(policy: ReturnType<typeof policyOf>): unknown {
  return decideAt(contextOf({ scores: [1], closes: matrixOver(1, 1, Float64Array.of(1)) }), policy)
}
