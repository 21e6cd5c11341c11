import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { studentPValue } from '../../src/core/distributions.js'
import { benjaminiHochberg, benjaminiYekutieli, bonferroni } from '../../src/overfit/multiple-testing.js'
import { testLead, testMeanCoefficient, type FactorTest } from '../../src/overfit/overlap-tests.js'

type MaybeNumbers = readonly (number | null)[]

const golden = JSON.parse(readFileSync('test/golden/factors.json', 'utf8')) as {
  readonly multipleTesting: Readonly<
    Record<'p' | 'benjaminiHochberg' | 'benjaminiYekutieli' | 'bonferroni', readonly number[]>
  >
  readonly student: readonly { readonly t: number; readonly degrees: number; readonly p: number }[]
  readonly meanCoefficient: FactorTest & { readonly series: MaybeNumbers; readonly horizon: number }
  readonly lead: FactorTest & {
    readonly factor: MaybeNumbers
    readonly daily: MaybeNumbers
    readonly forward: MaybeNumbers
    readonly horizon: number
    readonly lag: number
  }
}
const numbers = (values: MaybeNumbers): Float64Array => Float64Array.from(values, (value) => value ?? NaN)

function expectTest(actual: FactorTest, { statistic, t, p, n }: FactorTest): void {
  expect(actual.n).toBe(n)
  expect(actual.statistic).toBeCloseTo(statistic, 12)
  expect(actual.t).toBeCloseTo(t, 10)
  expect(Math.abs(actual.p / p - 1)).toBeLessThan(1e-9)
}

describe('multiple testing against NumPy', () => {
  it.each([
    ['benjaminiHochberg', benjaminiHochberg],
    ['benjaminiYekutieli', benjaminiYekutieli],
    ['bonferroni', bonferroni],
  ] as const)('%s', (name, adjust) => {
    const adjusted = adjust(golden.multipleTesting.p)
    for (const [i, q] of golden.multipleTesting[name].entries()) expect(adjusted[i]).toBeCloseTo(q, 14)
  })
})

describe("Student's t against SciPy", () => {
  it.each(golden.student)('t $t with $degrees degrees', ({ t, degrees, p }) => {
    expect(Math.abs(studentPValue(t, degrees) - p)).toBeLessThanOrEqual(1e-11 * p)
  })
})

describe('tests of overlapping returns against NumPy', () => {
  it('the mean of rank coefficients', () => {
    const { series, horizon } = golden.meanCoefficient
    expectTest(testMeanCoefficient(numbers(series), horizon), golden.meanCoefficient)
  })

  it('a lead, by a sandwich of matrices', () => {
    const { factor, forward, daily, horizon, lag } = golden.lead
    const input = { factor: numbers(factor), forward: numbers(forward), daily: numbers(daily) }
    expectTest(testLead(input, horizon, lag), golden.lead)
  })
})
