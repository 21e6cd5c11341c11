import { describe, expect, it } from 'vitest'
import { type BinnedFeatures, CODES } from '../../../models/gradient-boosting/binning.js'
import { buildHistogram, HISTOGRAM_STRIDE, subtractHistogram } from '../../../models/gradient-boosting/histogram.js'
import { firstIndices } from '../../../models/gradient-boosting/subsample.js'
import { createRandom } from '../../../src/core/random.js'

const N_ROWS = 500
const N_FEATURES = 3
const ALL = firstIndices(N_FEATURES)
const random = createRandom(7, 'histogram')
const binned: BinnedFeatures = {
  nRows: N_ROWS,
  nFeatures: N_FEATURES,
  codes: Uint8Array.from({ length: N_ROWS * N_FEATURES }, () => random.integer(CODES)),
  edges: [],
}
const gradients = Float64Array.from({ length: N_ROWS }, () => random.normal())

function histogramOf(rows: Int32Array, features = ALL): Float64Array {
  const out = new Float64Array(N_FEATURES * HISTOGRAM_STRIDE)
  buildHistogram(
    binned,
    rows,
    Float64Array.from(rows, (row) => gradients[row]),
    features,
    out,
  )
  return out
}

/** What a histogram is, bin by bin. */
function naiveHistogram(rows: Int32Array): Float64Array {
  const out: number[] = []
  for (let feature = 0; feature < N_FEATURES; feature++)
    for (let code = 0; code < CODES; code++) {
      const inBin = [...rows].filter((row) => binned.codes[feature * N_ROWS + row] === code)
      out.push(
        inBin.reduce((sum, row) => sum + gradients[row], 0),
        inBin.length,
      )
    }
  return Float64Array.from(out)
}

const rows = firstIndices(N_ROWS)
const child = rows.filter((row) => row % 3 === 0)
const sibling = rows.filter((row) => row % 3 !== 0)

describe('buildHistogram', () => {
  it('equals the naive histogram bit for bit', () => {
    expect(histogramOf(rows)).toEqual(naiveHistogram(rows))
    expect(histogramOf(child)).toEqual(naiveHistogram(child))
    expect(histogramOf(new Int32Array(0))).toEqual(naiveHistogram(new Int32Array(0)))
  })

  it('overwrites what was there for the chosen features and leaves the others alone', () => {
    const out = new Float64Array(N_FEATURES * HISTOGRAM_STRIDE).fill(-1)
    buildHistogram(binned, rows, gradients, Int32Array.of(0, 2), out)
    const expected = naiveHistogram(rows)
    expected.fill(-1, HISTOGRAM_STRIDE, 2 * HISTOGRAM_STRIDE)
    expect(out).toEqual(expected)
  })
})

describe('subtractHistogram', () => {
  it('turns parent - sibling into the child: counts exactly, gradients within 1e-13', () => {
    const difference = histogramOf(rows)
    subtractHistogram(difference, histogramOf(sibling), ALL)
    const expected = histogramOf(child)
    for (let at = 0; at < expected.length; at++) {
      if (at % 2 === 1) expect(difference[at]).toBe(expected[at])
      else expect(Math.abs(difference[at] - expected[at])).toBeLessThan(1e-13)
    }
  })

  it('leaves features that were not asked for alone', () => {
    const difference = histogramOf(rows)
    subtractHistogram(difference, histogramOf(sibling), Int32Array.of(1))
    const parent = histogramOf(rows)
    expect(difference.subarray(0, HISTOGRAM_STRIDE)).toEqual(parent.subarray(0, HISTOGRAM_STRIDE))
    expect(difference.subarray(HISTOGRAM_STRIDE, 2 * HISTOGRAM_STRIDE)).not.toEqual(
      parent.subarray(HISTOGRAM_STRIDE, 2 * HISTOGRAM_STRIDE),
    )
  })
})
