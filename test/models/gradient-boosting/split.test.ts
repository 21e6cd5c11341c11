import { describe, expect, it } from 'vitest'
import { MISSING_CODE } from '../../../models/gradient-boosting/binning.js'
import { HISTOGRAM_STRIDE } from '../../../models/gradient-boosting/histogram.js'
import { findSplit, type Split, type SplitRules } from '../../../models/gradient-boosting/split.js'
import { firstIndices } from '../../../models/gradient-boosting/subsample.js'
import { createRandom } from '../../../src/core/random.js'

type Bin = readonly [gradient: number, count: number]
const RULES: SplitRules = { l2: 0, minSamplesLeaf: 1, minGain: 0 }

/** Histogram of features given as their present bins and their missing one. */
function splitOf(features: readonly { bins: readonly Bin[]; missing?: Bin }[], rules = RULES): Split | undefined {
  const histogram = new Float64Array(features.length * HISTOGRAM_STRIDE)
  features.forEach(({ bins, missing = [0, 0] }, feature) => {
    bins.forEach((bin, i) => histogram.set(bin, feature * HISTOGRAM_STRIDE + 2 * i))
    histogram.set(missing, feature * HISTOGRAM_STRIDE + 2 * MISSING_CODE)
  })
  const first = [...features[0].bins, features[0].missing ?? [0, 0]]
  const node = { gradient: first.reduce((sum, bin) => sum + bin[0], 0), count: first.reduce((n, bin) => n + bin[1], 0) }
  const nBins = Int32Array.from(features, ({ bins }) => bins.length)
  return findSplit(histogram, firstIndices(features.length), nBins, node, rules)
}

describe('findSplit', () => {
  it('finds the gain that is computed by hand', () => {
    // Left -6 over 3 rows, right 4 over 2: 36/3 + 16/2 - 4/5.
    const split = splitOf([{ bins: [[-6, 3], [4, 2]] }]) // prettier-ignore
    expect(split).toEqual({ gain: 19.2, feature: 0, bin: 0, missingLeft: true, left: { gradient: -6, count: 3 } })
  })

  it('divides by the count plus l2', () => {
    const split = splitOf([{ bins: [[-6, 3], [4, 2]] }], { ...RULES, l2: 1 }) // prettier-ignore
    expect(split?.gain).toBeCloseTo(36 / 4 + 16 / 3 - 4 / 6, 12)
  })

  it('routes missing values to the side they resemble', () => {
    const bins: Bin[] = [[-10, 10], [10, 10]] // prettier-ignore
    expect(splitOf([{ bins, missing: [-5, 5] }])).toMatchObject({ bin: 0, missingLeft: true, left: { count: 15 } })
    expect(splitOf([{ bins, missing: [5, 5] }])).toMatchObject({ bin: 0, missingLeft: false, left: { count: 10 } })
  })

  it('parts present from missing values where that gains most', () => {
    const bins: Bin[] = [[-10, 10], [-10, 10]] // prettier-ignore
    const split = splitOf([{ bins, missing: [20, 5] }])
    expect(split).toMatchObject({ bin: 1, missingLeft: false, left: { gradient: -20, count: 20 } })
  })

  it('sends missing values never seen to the larger side, right when both are equal', () => {
    expect(splitOf([{ bins: [[-6, 2], [4, 2]] }])?.missingLeft).toBe(false) // prettier-ignore
    expect(splitOf([{ bins: [[-6, 3], [4, 2]] }])?.missingLeft).toBe(true) // prettier-ignore
    expect(splitOf([{ bins: [[-6, 2], [4, 3]] }])?.missingLeft).toBe(false) // prettier-ignore
  })

  it('keeps the fewest rows of a leaf on both sides', () => {
    const bins: Bin[] = [[-9, 1], [1, 4], [1, 4], [7, 1]] // prettier-ignore
    expect(splitOf([{ bins }])?.left.count).toBe(1)
    expect(splitOf([{ bins }], { ...RULES, minSamplesLeaf: 2 })?.left.count).toBe(5)
    expect(splitOf([{ bins }], { ...RULES, minSamplesLeaf: 6 })).toBeUndefined()
  })

  it('refuses a gain that is not above the least one', () => {
    const bins: Bin[] = [[-6, 3], [4, 2]] // prettier-ignore
    expect(splitOf([{ bins }], { ...RULES, minGain: 19 })?.gain).toBe(19.2)
    expect(splitOf([{ bins }], { ...RULES, minGain: 19.2 })).toBeUndefined()
  })

  it('takes the first feature of equal gain and ignores rounding left in empty bins', () => {
    const bins: Bin[] = [[-6, 3], [-1e-9, 0], [4, 2]] // prettier-ignore
    expect(splitOf([{ bins }, { bins }])).toMatchObject({ feature: 0, bin: 0 })
  })

  it('finds nothing in constant, all-missing or pure features', () => {
    expect(splitOf([{ bins: [[5, 10]] }])).toBeUndefined()
    expect(splitOf([{ bins: [], missing: [5, 10] }])).toBeUndefined()
    expect(splitOf([{ bins: [[0, 5], [0, 5]] }])).toBeUndefined() // prettier-ignore
  })

  it('agrees with trying every threshold and both sides for missing values', () => {
    const random = createRandom(3, 'split')
    for (let trial = 0; trial < 200; trial++) {
      const bins = Array.from({ length: 12 }, (): Bin => {
        const count = random.integer(5)
        return [count === 0 ? 0 : random.normal() * 3, count]
      })
      const missing: Bin = [random.normal() * 3, 1 + random.integer(4)]
      const rules = { l2: random.uniform(), minSamplesLeaf: 1 + random.integer(4), minGain: 0 }
      const gains = bins.flatMap((_, last) =>
        [0, 1].map((isMissingLeft) => {
          const left = [...bins.slice(0, last + 1), ...(isMissingLeft ? [missing] : [])]
          const right = [...bins.slice(last + 1), ...(isMissingLeft ? [] : [missing])]
          const sums = [left, right, [...left, ...right]].map((part) => [
            part.reduce((sum, bin) => sum + bin[0], 0),
            part.reduce((sum, bin) => sum + bin[1], 0),
          ])
          if (sums[0][1] < rules.minSamplesLeaf || sums[1][1] < rules.minSamplesLeaf) return 0
          const [a, b, parent] = sums.map(([gradient, count]) => gradient ** 2 / (count + rules.l2))
          return a + b - parent
        }),
      )
      expect(splitOf([{ bins, missing }], rules)?.gain ?? 0).toBeCloseTo(Math.max(0, ...gains), 10)
    }
  })
})
