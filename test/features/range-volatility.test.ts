import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import type { Panel } from '../../src/panel/panel.js'
import { computeColumn, panelOfCloses } from './compute.js'

/** Open, high, low, close. */
type Bar = readonly [number, number, number, number]

function panelOfBars(bars: readonly Bar[]): Panel {
  const panel = panelOfCloses(bars.map(([, , , close]) => [close]))
  const [open, high, low, close] = [0, 1, 2, 3].map((k) =>
    matrixOver(
      bars.length,
      1,
      Float64Array.from(bars, (bar) => bar[k]),
    ),
  )
  return { ...panel, fields: { ...panel.fields, open, high, low, close } }
}

const column = (name: string, bars: readonly Bar[]): Float64Array => computeColumn(name, panelOfBars(bars)).data

// In powers of 2 (the unit is log 2): high / open = 2 and 3, low / open = -1 and 0, close / open = 1 and 2; the second
// session opens 1 below the close before.
const BARS: readonly Bar[] = [
  [8, 32, 4, 16],
  [8, 64, 8, 32],
]
const UNIT = Math.LN2 ** 2

describe('parkinson', () => {
  it('is the squared range over 4 log 2, averaged', () => {
    // Ranges of 3 and 3 units.
    expect(column('parkinson_variance', BARS)[0]).toBeCloseTo((9 * UNIT) / (4 * Math.LN2), 14)
    const values = column('parkinson_2', BARS)
    expect(values[0]).toBeNaN()
    expect(values[1]).toBeCloseTo(3 * Math.LN2 * Math.sqrt(1 / (4 * Math.LN2)), 14)
  })
})

describe('garman_klass', () => {
  it('is half the squared range less 0.386 of the squared return within the session', () => {
    const c = 2 * Math.LN2 - 1
    const [first, second] = column('garman_klass_variance', BARS)
    expect(first).toBeCloseTo((4.5 - c) * UNIT, 14)
    expect(second).toBeCloseTo((4.5 - 4 * c) * UNIT, 14)
    expect(column('garman_klass_2', BARS)[1]).toBeCloseTo(Math.LN2 * Math.sqrt(4.5 - 2.5 * c), 14)
  })
})

describe('rogers_satchell', () => {
  it('is what high and low lie beyond the open, times what they lie beyond the close', () => {
    // (2 - 1) x 2 + (-1 - 1) x -1 = 4, and (3 - 2) x 3 + (0 - 2) x 0 = 3 units
    const [first, second] = column('rogers_satchell_variance', BARS)
    expect(first).toBeCloseTo(4 * UNIT, 14)
    expect(second).toBeCloseTo(3 * UNIT, 14)
    expect(column('rogers_satchell_2', BARS)[1]).toBeCloseTo(Math.LN2 * Math.sqrt(3.5), 14)
  })

  it('of a session that only rises is 0: a trend is no volatility', () => {
    expect(column('rogers_satchell_variance', [[8, 32, 8, 32]])[0]).toBeCloseTo(0, 15)
  })
})

describe('yang_zhang', () => {
  it('adds the variance of jumps to the open, of returns within sessions and what high and low tell', () => {
    // A third session that opens 1 above the close before, and has a range of 0: overnight -1 and 1 (variance 2), open to close 2
    // and 0 (variance 2), Rogers-Satchell 3 and 0 (mean 1.5). k = 0.34 / (1.34 + 3) = 17 / 217.
    const bars: readonly Bar[] = [...BARS, [64, 64, 64, 64]]
    const k = 17 / 217
    const values = column('yang_zhang_2', bars)
    expect([...values.subarray(0, 2)]).toEqual([NaN, NaN])
    expect(values[2]).toBeCloseTo(Math.LN2 * Math.sqrt(2 + 2 * k + 1.5 * (1 - k)), 13)
  })
})

describe('overnight_return and intraday_return', () => {
  it('part the return of a session at its open', () => {
    const [overnight, intraday] = [column('overnight_return', BARS), column('intraday_return', BARS)]
    expect(overnight[0]).toBeNaN()
    expect(overnight[1]).toBeCloseTo(-Math.LN2, 14)
    expect(intraday[0]).toBeCloseTo(Math.LN2, 14)
    expect(overnight[1] + intraday[1]).toBeCloseTo(column('momentum_1', BARS)[1], 14)
  })
})

describe('estimators from the range', () => {
  const all = ['parkinson_1', 'garman_klass_1', 'rogers_satchell_1', 'yang_zhang_2']

  it('are missing where the source has closes alone', () => {
    const bars = [5, 6, 7].map((close): Bar => [NaN, NaN, NaN, close])
    for (const name of all)
      expect(
        column(name, bars).every((value) => Number.isNaN(value)),
        name,
      ).toBe(true)
  })

  it('are 0, not missing, where rounding puts the close beyond a range of nothing', () => {
    const above = 0.1 + 2 ** -56
    expect(above).toBeGreaterThan(0.1)
    const bars = [1, 2, 3].map((): Bar => [0.1, 0.1, 0.1, above])
    for (const name of ['parkinson_1', 'garman_klass_1', 'rogers_satchell_1'])
      expect([...column(name, bars)], name).toEqual([0, 0, 0])
    // The last of them jumps back overnight by as much: nothing but the unit in the last place.
    expect(column('yang_zhang_2', bars)[2]).toBeCloseTo(0, 14)
  })
})
