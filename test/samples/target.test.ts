import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { rowOf } from '../../src/core/matrix.js'
import type { Panel } from '../../src/panel/panel.js'
import { buildTarget, forwardRelativeReturns, TARGET_KINDS } from '../../src/samples/target.js'
import { changePanel, differences, randomPanel } from '../contracts/random-panel.js'

const panel = randomPanel(30, 3, 1)
const everywhere = new Uint8Array(90).fill(1)
const close = (row: number, col: number): number => panel.fields.close.data[row * 3 + col]
const benchmark = (row: number): number => panel.series['benchmark.close'][row]

const withMissing = (isMissing: (row: number, col: number) => boolean): Panel =>
  changePanel(panel, (value, row, col) => (isMissing(row, col) ? NaN : value))

describe('forwardRelativeReturns', () => {
  it("is the asset's log return less the benchmark's", () => {
    const { data } = forwardRelativeReturns(panel, 5)
    const expected = Math.log(close(15, 2) / close(10, 2)) - Math.log(benchmark(15) / benchmark(10))
    expect(data[10 * 3 + 2]).toBeCloseTo(expected, 14)
  })

  it('is 0 for the benchmark itself and does not depend on the unit of a price', () => {
    const same = changePanel(panel, (value, row, col) => (col === -1 ? value : 7 * benchmark(row)))
    for (const value of forwardRelativeReturns(same, 4).data.subarray(0, 26 * 3)) expect(value).toBeCloseTo(0, 14)
  })

  it('is missing in the last rows and where an asset or the benchmark has no price at either end', () => {
    const { data } = forwardRelativeReturns(
      withMissing((row, col) => (col === 1 && row >= 20) || (col === 2 && row < 4) || (col === -1 && row === 10)),
      5,
    )
    for (let row = 0; row < 30; row++) {
      const known = row < 25 && row !== 10 && row !== 5
      expect([0, 1, 2].map((col) => !Number.isNaN(data[row * 3 + col]))).toEqual([
        known,
        known && row + 5 < 20,
        known && row >= 4,
      ])
    }
  })
})

describe('buildTarget', () => {
  it.each(TARGET_KINDS)('%s: row t depends on t and t + horizon, on nothing else', (kind) => {
    const honest = buildTarget(panel, everywhere, 4, kind).values
    fc.assert(
      fc.property(fc.nat(25), (t) => {
        const changed = changePanel(panel, (value, row) =>
          row === t || row === t + 4 ? value : value * (1.5 + (row % 3)),
        )
        const { values } = buildTarget(changed, everywhere, 4, kind)
        expect(differences(rowOf(values, t), rowOf(honest, t))).toBe(0)
      }),
    )
  })

  it('return is the forward return', () => {
    expect(buildTarget(panel, everywhere, 3, 'return').values).toEqual(forwardRelativeReturns(panel, 3))
  })

  it('rank is spread over [-0.5, 0.5] across the assets', () => {
    const { values, forwardReturns } = buildTarget(panel, everywhere, 3, 'rank')
    const [ranks, returns] = [rowOf(values, 7), rowOf(forwardReturns, 7)]
    expect([...ranks].sort((a, b) => a - b)).toEqual([-0.5, 0, 0.5])
    expect(ranks[returns.indexOf(Math.max(...returns))]).toBe(0.5)
    expect(forwardReturns).toEqual(forwardRelativeReturns(panel, 3))
  })

  it('z has mean 0 and deviation 1 across the assets', () => {
    const z = rowOf(buildTarget(panel, everywhere, 3, 'z').values, 7)
    expect(z.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12)
    expect(z.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 12)
  })

  it('assets outside the universe have no target and do not count in ranks', () => {
    const seasoned = everywhere.slice()
    seasoned[7 * 3] = 0
    const { values, forwardReturns } = buildTarget(panel, seasoned, 3, 'rank')
    expect(rowOf(values, 7)[0]).toBeNaN()
    expect(rowOf(forwardReturns, 7)[0]).toBeNaN()
    expect([...rowOf(values, 7).subarray(1)].sort((a, b) => a - b)).toEqual([-0.5, 0.5])
  })

  it('an asset that dies within the horizon has no label', () => {
    const dying = withMissing((row, col) => col === 0 && row >= 10)
    const { values } = buildTarget(dying, everywhere, 3, 'rank')
    expect([5, 6, 7, 9].map((row) => Number.isNaN(rowOf(values, row)[0]))).toEqual([false, false, true, true])
  })

  it('refuses a horizon that leaves no row, naming it', () => {
    expect(() => buildTarget(panel, everywhere, 30, 'rank')).toThrow(ConfigError)
    expect(() => buildTarget(panel, everywhere, 30, 'rank')).toThrow('horizon "30" is longer than the data')
    expect(() => buildTarget(panel, everywhere, 29, 'rank')).not.toThrow()
  })
})
