import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { mean } from '../../src/core/statistics.js'
import { skillVerdict } from '../../src/overfit/verdict.js'

const OPTIONS = { seed: 7, periodsPerYear: 252, level: 0.95, samples: 1000, meanBlock: 21 }

/** Daily active returns with a true mean per year. */
function active(annual: number, seed = 1, n = 2520): Float64Array {
  const random = createRandom(seed, 'active')
  return Float64Array.from({ length: n }, () => annual / 252 + 0.003 * random.normal())
}

describe('verdict', () => {
  it('no difference is no evidence, in these words', () => {
    const verdict = skillVerdict(active(0), OPTIONS)
    expect(verdict.low).toBeLessThan(0)
    expect(verdict.high).toBeGreaterThan(0)
    expect(verdict.activeReturn).toBeCloseTo(mean(active(0)) * 252, 12)
    expect(verdict.evidence).toBe(false)
    expect(verdict.sentence).toMatch(
      /^The mean model's active return over equal weight is [+-]?\d\.\d% a year, 95% interval -\d\.\d% to \+\d\.\d%: no difference is shown, there is no evidence of skill\.$/,
    )
  })

  it('an interval above 0 is evidence', () => {
    const verdict = skillVerdict(active(0.06), OPTIONS)
    expect(verdict.low).toBeGreaterThan(0)
    expect(verdict.evidence).toBe(true)
    expect(verdict.sentence).toMatch(/to \+\d+\.\d%: it lies above 0, which is evidence of skill in this sample\.$/)
  })

  it('an interval below 0 is no skill, and is said to be worse', () => {
    const verdict = skillVerdict(active(-0.06), { ...OPTIONS, model: 'lstm', level: 0.9 })
    expect(verdict.high).toBeLessThan(0)
    expect(verdict.evidence).toBe(false)
    expect(verdict.sentence).toMatch(
      /^The lstm model's active .* 90% interval -\d+\.\d% to -\d+\.\d%: it lies below 0: the model did worse than equal weight, there is no evidence of skill\.$/,
    )
  })

  it("names a portfolio that is no model's as it is called", () => {
    const verdict = skillVerdict(active(-0.06), { ...OPTIONS, subject: 'strategies combined' })
    expect(verdict.sentence).toMatch(
      /^The active return of strategies combined over equal weight is -.*: the portfolio did worse than equal weight/,
    )
    const unknown = skillVerdict(new Float64Array(0), { ...OPTIONS, subject: 'strategies combined' })
    expect(unknown.sentence).toMatch(/^The active return of strategies combined over equal weight is not known/)
  })

  it('of a portfolio that is equal weight no difference is shown', () => {
    const verdict = skillVerdict(new Float64Array(500), OPTIONS)
    expect(verdict).toMatchObject({ activeReturn: 0, low: 0, high: 0, evidence: false })
    expect(verdict.sentence).toContain('no difference is shown')
  })

  it('an end close to 0 is printed so that the words do not contradict it', () => {
    const { low } = skillVerdict(active(0.03), OPTIONS)
    const shifted = active(0.03).map((value) => value + (0.0002 - low) / 252)
    const verdict = skillVerdict(shifted, OPTIONS)
    expect(verdict.low).toBeCloseTo(0.0002, 10)
    expect(verdict.sentence).toContain('interval +0.020% to')
    expect(verdict.sentence).toContain('evidence of skill in this sample')
  })

  it('has the decimals that the end nearer to 0 needs, however small it is', () => {
    const tiny = active(0.06).map((value) => 1e-6 * value)
    const { low, evidence, sentence } = skillVerdict(tiny, OPTIONS)
    expect(low).toBeGreaterThan(0)
    expect(evidence).toBe(true)
    expect(sentence).toMatch(
      /is \+0\.00000\d\d% a year, 95% interval \+0\.00000[1-9]\d% to \+0\.0000\d\d\d%: it lies above 0/,
    )
    const constant = skillVerdict(new Float64Array(100).fill(1e-8), OPTIONS)
    expect(constant.sentence).toContain('is +0.00025% a year, 95% interval +0.00025% to +0.00025%: it lies above 0')
  })

  it.each([1e-16, -1e-16])('what is within rounding of equity, %s a session, is no difference', (rounding) => {
    const { evidence, sentence } = skillVerdict(new Float64Array(100).fill(rounding), OPTIONS)
    expect(evidence).toBe(false)
    expect(sentence).toMatch(/ is [+-]?0\.0% a year, 95% interval [+-]?0\.0% to [+-]?0\.0%: no difference is shown/)
  })

  it('a wider level gives a wider interval around the same estimate', () => {
    const narrow = skillVerdict(active(0.02), { ...OPTIONS, level: 0.8 })
    const wide = skillVerdict(active(0.02), { ...OPTIONS, level: 0.99 })
    expect(wide.activeReturn).toBe(narrow.activeReturn)
    expect(wide.low).toBeLessThan(narrow.low)
    expect(wide.high).toBeGreaterThan(narrow.high)
  })

  it('of 400 portfolios without skill 1% to 5% are said to have it (2.5% in theory)', () => {
    let convinced = 0
    for (let seed = 0; seed < 400; seed++)
      if (skillVerdict(active(0, seed, 750), { ...OPTIONS, samples: 300, seed }).evidence) convinced++
    expect(convinced).toBeLessThanOrEqual(20)
    expect(convinced).toBeGreaterThanOrEqual(4)
  })

  it('says a level with the decimals it has, and that blocks were cut to a third of the series', () => {
    expect(skillVerdict(active(0), { ...OPTIONS, level: 0.975 }).sentence).toContain(' a year, 97.5% interval ')
    const short = skillVerdict(active(0, 1, 30), OPTIONS)
    expect(short.sentence).toMatch(
      / evidence of skill[^.]*\. The bootstrap's blocks were cut from 21 to 10 periods, a third of the 30 there are\.$/,
    )
    expect(short.low).toBeLessThan(short.high)
    expect(skillVerdict(active(0, 1, 63), OPTIONS).sentence).not.toContain('blocks')
  })

  it('nothing to judge is not evidence', () => {
    for (const series of [new Float64Array(0), Float64Array.of(0.1, NaN)]) {
      const verdict = skillVerdict(series, OPTIONS)
      expect(verdict).toMatchObject({ activeReturn: NaN, low: NaN, high: NaN, evidence: false })
      expect(verdict.sentence).toContain('is not known: there is no evidence of skill.')
    }
  })

  it('refuses options out of range', () => {
    expect(() => skillVerdict(active(0), { ...OPTIONS, periodsPerYear: 0 })).toThrow('skillVerdict: periodsPerYear "0"')
    expect(() => skillVerdict(active(0), { ...OPTIONS, level: 0 })).toThrow('bootstrapInterval: level "0"')
  })
})
