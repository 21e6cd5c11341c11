import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { constraints } from '../../src/decide/constraints.js'
import type { DecisionContext } from '../../src/decide/decision-context.js'
import { grossOf } from '../../src/decide/exposures.js'
import { decideAt, policyOf, type Decision } from '../../src/decide/policy.js'
import { selectors } from '../../src/decide/selectors.js'
import { contextOf, type ContextParts } from '../decide/decision-fixture.js'

/** What a decision sees, one record for each asset, so that the order of columns can be changed. */
interface Column {
  readonly score: number
  readonly held: number
  readonly benchmark: number
  readonly weight: number
  readonly sector: string
  readonly closes: readonly number[]
}
interface Seen {
  readonly columns: readonly Column[]
  readonly rest: Partial<ContextParts>
}

const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const SESSIONS = 80

/** Scores with many ties and gaps, anything held, prices with gaps. */
const column: fc.Arbitrary<Column> = fc.record({
  score: fc.oneof(fc.integer({ min: -3, max: 3 }), level(-1, 1), fc.constant(NaN)),
  held: fc.oneof(fc.constant(0), level(-1, 1)),
  benchmark: level(0.01, 1),
  weight: fc.oneof(fc.constant(0), level(-1.5, 1.5)),
  sector: fc.constantFrom('energy', 'utilities', 'materials'),
  closes: fc
    .tuple(
      level(1, 100),
      fc.array(level(-0.1, 0.1), { minLength: SESSIONS, maxLength: SESSIONS }),
      fc.nat(2 * SESSIONS),
    )
    .map(([first, moves, gap]) => moves.map((move, t) => (t === gap ? NaN : first * Math.exp(move)))),
})
const seen: fc.Arbitrary<Seen> = fc.record({
  columns: fc.array(column, { minLength: 1, maxLength: 9 }),
  rest: fc.record({
    drawdown: level(-1, 0),
    costRate: level(0, 0.02),
    turbulence: fc.option(level(0, 1), { nil: NaN }),
  }),
})

function contextFrom({ columns, rest }: Seen): DecisionContext {
  const listed = columns.map(({ score, benchmark }) => (Number.isNaN(score) ? 0 : benchmark))
  const total = listed.reduce((sum, weight) => sum + weight, 0)
  const closes = matrixOver(SESSIONS, columns.length, new Float64Array(SESSIONS * columns.length))
  for (const [i, { closes: own }] of columns.entries())
    for (const [t, price] of own.entries()) closes.data[t * columns.length + i] = price
  return contextOf({
    scores: columns.map(({ score }) => score),
    held: columns.map(({ held }) => held),
    benchmarkWeights: listed.map((weight) => (total > 0 ? weight / total : 0)),
    sectors: columns.map(({ sector }) => sector),
    closes,
    ...rest,
  })
}

const reversed = ({ columns, rest }: Seen): Seen => ({ columns: [...columns].reverse(), rest })
const isOneLine = (text: string): boolean => !/[\n\r]/.test(text)

/** A copy of all that a step could change. */
function snapshot(context: DecisionContext): unknown {
  const { scores, benchmarkWeights, held, assets, sectors } = context
  return structuredClone({ scores, benchmarkWeights, held, assets, sectors, returns: context.returns(SESSIONS).data })
}

describe.each(selectors.map((step) => [step.name, step] as const))('selection %s', (_, step) => {
  const params: unknown = step.defaults
  const sharesFor = (of: Seen): Float64Array => step.select(contextFrom(of), params).shares

  it('gives every asset a finite share, and none to one without a score; says why in one line', () => {
    fc.assert(
      fc.property(seen, (of) => {
        const { shares, note } = step.select(contextFrom(of), params)
        expect(shares).toHaveLength(of.columns.length)
        for (const [i, { score }] of of.columns.entries()) {
          expect(Number.isFinite(shares[i])).toBe(true)
          if (Number.isNaN(score)) expect(shares[i]).toBe(0)
        }
        expect(note.length > 0 && isOneLine(note)).toBe(true)
      }),
    )
  })

  it('never gives a better score a smaller share, and equal scores equal ones, where they are held alike', () => {
    fc.assert(
      fc.property(seen, fc.constantFrom(0, 0.1), (of, held) => {
        const columns = of.columns.map((own) => ({ ...own, held }))
        const shares = sharesFor({ ...of, columns })
        for (const [i, a] of columns.entries())
          for (const [j, b] of columns.entries()) {
            if (a.score > b.score) expect(shares[i]).toBeGreaterThanOrEqual(shares[j] - 1e-12)
            if (a.score === b.score) expect(shares[i]).toBeCloseTo(shares[j], 12)
          }
      }),
    )
  })

  it('does not depend on the order of columns, nor on an earlier call, and changes nothing', () => {
    fc.assert(
      fc.property(seen, (of) => {
        const context = contextFrom(of)
        const before = snapshot(context)
        const first = step.select(context, params)
        expect(step.select(context, params)).toEqual(first)
        expect(snapshot(context)).toEqual(before)
        const back = sharesFor(reversed(of)).reverse()
        for (const [i, share] of first.shares.entries()) expect(back[i]).toBeCloseTo(share, 12)
      }),
    )
  })

  it('in equal parts, the sizes of all positions sum to 1, or to 0 where nobody is chosen', () => {
    const policy = policyOf([step.name])
    fc.assert(
      fc.property(seen, (of) => {
        const gross = grossOf(decideAt(contextFrom(of), policy).weights)
        expect(gross === 0 || Math.abs(gross - 1) < 1e-12).toBe(true)
        if (of.columns.every(({ score }) => Number.isNaN(score))) expect(gross).toBe(0)
      }),
    )
  })

  it('passes its own check at its defaults', () => {
    expect(() => step.check(params)).not.toThrow()
  })
})

describe.each(constraints.map((step) => [step.name, step] as const))('constraint %s', (_, step) => {
  const params: unknown = step.defaults
  const given = ({ columns }: Seen): Float64Array => Float64Array.from(columns, ({ weight }) => weight)

  it('leaves every weight finite, and between 0, what is held and what was wanted', () => {
    fc.assert(
      fc.property(seen, (of) => {
        const wanted = given(of)
        const { weights, note, kept } = step.constrain(contextFrom(of), wanted, params)
        expect(weights).toHaveLength(of.columns.length)
        for (const [i, { held }] of of.columns.entries()) {
          expect(weights[i]).toBeGreaterThanOrEqual(Math.min(0, held, wanted[i]) - 1e-12)
          expect(weights[i]).toBeLessThanOrEqual(Math.max(0, held, wanted[i]) + 1e-12)
          if (kept?.[i] === 1) expect(weights[i]).toBe(held)
        }
        expect(isOneLine(note)).toBe(true)
      }),
    )
  })

  it('where nothing is held, takes exposure back and never adds to it; says so where it binds', () => {
    fc.assert(
      fc.property(seen, (of) => {
        const fresh = { ...of, columns: of.columns.map((own) => ({ ...own, held: 0 })) }
        const wanted = given(fresh)
        const { weights, note } = step.constrain(contextFrom(fresh), wanted, params)
        expect(grossOf(weights)).toBeLessThanOrEqual(grossOf(wanted) * (1 + 1e-9))
        const isSame = weights.every((weight, i) => Math.abs(weight - wanted[i]) < 1e-9)
        if (!isSame && note === '') expect(step.name).toBe('no-trade-band')
      }),
    )
  })

  it('does not depend on the order of columns, nor on an earlier call, and changes nothing', () => {
    fc.assert(
      fc.property(seen, (of) => {
        const context = contextFrom(of)
        const before = snapshot(context)
        const wanted = given(of)
        const first = step.constrain(context, wanted, params)
        expect(step.constrain(context, wanted, params)).toEqual(first)
        expect(first.weights).not.toBe(wanted)
        expect([snapshot(context), wanted]).toEqual([before, given(of)])
        const back = step.constrain(contextFrom(reversed(of)), given(reversed(of)), params).weights.reverse()
        for (const [i, weight] of first.weights.entries()) expect(back[i]).toBeCloseTo(weight, 9)
      }),
    )
  })

  it('of nothing held and nothing wanted makes nothing', () => {
    const nothing = contextOf({ scores: [1, 2, NaN], drawdown: -0.5, turbulence: 0.5 })
    expect([...step.constrain(nothing, new Float64Array(3), params).weights]).toEqual([0, 0, 0])
  })

  it('passes its own check at its defaults', () => {
    expect(() => step.check(params)).not.toThrow()
  })
})

describe('long-only decisions by the order of scores alone', () => {
  const policies: readonly Parameters<typeof policyOf>[] = [
    [['top-k']],
    [['top-k', { k: 1 }]],
    [['top-k', { k: 100 }]],
    [['all']],
    [['all'], ['tilt']],
    [['all'], ['tilt', { strength: 1 }]],
  ]
  const decide = (of: Seen, steps: Parameters<typeof policyOf>): Decision =>
    decideAt(contextFrom(of), policyOf(...steps))

  it('sum to 1 where anything has a score, and are cash otherwise', () => {
    fc.assert(
      fc.property(seen, fc.constantFrom(...policies), (of, steps) => {
        const { weights, reason } = decide(of, steps)
        for (const weight of weights) expect(weight >= 0 && weight <= 1 + 1e-12).toBe(true)
        const isScored = of.columns.some(({ score }) => !Number.isNaN(score))
        expect(grossOf(weights)).toBeCloseTo(isScored ? 1 : 0, 12)
        expect(reason).toMatch(/^[^\n]+$/)
      }),
    )
  })

  it('scores that are all equal, and one asset alone, leave no choice', () => {
    for (const steps of policies) {
      const weightsOf = (scores: number[]): number[] => [...decideAt(contextOf({ scores }), policyOf(...steps)).weights]
      for (const weight of weightsOf([4, 4, 4, 4, 4])) expect(weight).toBeCloseTo(0.2, 12)
      expect(weightsOf([-3])).toEqual([1])
      expect(weightsOf([NaN])).toEqual([0])
    }
  })
})
