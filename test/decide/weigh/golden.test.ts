import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shrunkCovariance, type ShrinkageTarget } from '../../../src/core/covariance-shrinkage.js'
import { matrixOver, type Matrix } from '../../../src/core/matrix.js'
import { returnsUntil } from '../../../src/decide/decision-context.js'
import { ESTIMATORS } from '../../../src/decide/weigh/estimate-covariance.js'
import { conditionalValueAtRisk } from '../../../src/decide/weigh/minimise-cvar.js'
import { REAL_DATA } from '../../fixtures/command-line.js'
import { hashReturns } from './hash-returns.js'
import { weighReturns } from './weigh-fixture.js'

type Weights = readonly number[]

interface CvarCase {
  readonly confidence: number
  readonly form: string
  readonly most: number
  readonly aversion?: number
  readonly target: number
  readonly objective: number
  readonly weights: Weights
}

interface GoldenWeights {
  readonly byEstimator: Readonly<Record<string, Readonly<Record<string, Weights>>>>
  readonly hierarchical: Readonly<Record<string, Weights>>
  readonly cvar: readonly CvarCase[]
}

interface Golden {
  readonly halfLife: number
  readonly hash: readonly (GoldenWeights & {
    readonly rows: number
    readonly n: number
    readonly intensities: Readonly<Record<ShrinkageTarget, number>>
    readonly covariances: Readonly<Record<string, readonly Weights[]>>
  })[]
  readonly funds: readonly (GoldenWeights & { readonly day: string; readonly symbols: readonly string[] })[]
}

const golden = JSON.parse(readFileSync('test/golden/weighings.json', 'utf8')) as Golden
const { halfLife } = golden

const weigh = (name: string, returns: Matrix, params: object): Float64Array =>
  weighReturns(name, returns, params).weights

function expectWeights(actual: Float64Array, expected: Weights, what: string, within = 1e-9): void {
  expect(actual).toHaveLength(expected.length)
  for (const [i, weight] of expected.entries())
    expect(Math.abs(actual[i] - weight), `${what} ${i}: ${actual[i]} instead of ${weight}`).toBeLessThanOrEqual(within)
}

function expectAll(returns: Matrix, { byEstimator, hierarchical, cvar }: GoldenWeights): void {
  for (const [covariance, weights] of Object.entries(byEstimator))
    for (const [key, expected] of Object.entries(weights)) {
      const [name, capped] = key.split(' ')
      const params = { covariance, halfLife, ...(capped === undefined ? {} : { most: 0.22 }) }
      expectWeights(weigh(name, returns, params), expected, `${key} by ${covariance}`)
    }
  for (const [linkage, expected] of Object.entries(hierarchical))
    expectWeights(weigh('hierarchical-risk-parity', returns, { linkage }), expected, linkage)
  for (const { weights: expected, objective, target, confidence, form, most, aversion = 1 } of cvar) {
    const params = { confidence, form, most, aversion, target, expected: 'mean' }
    const weights = weigh('mean-cvar', returns, params)
    let value = conditionalValueAtRisk(returns, weights, confidence)
    let expectation = 0
    for (let k = 0; k < returns.data.length; k++)
      expectation += (returns.data[k] * weights[k % returns.cols]) / returns.rows
    if (form === 'utility') value -= expectation / aversion
    if (form === 'target') expect(expectation).toBeGreaterThanOrEqual(target - 1e-14)
    expect(Math.abs(value - objective), `${form} ${value} instead of ${objective}`).toBeLessThanOrEqual(1e-12)
    for (const weight of weights) expect(weight >= 0 && weight <= most).toBe(true)
    expectWeights(weights, expected, form, 1e-7)
  }
}

describe('covariances agree to 1e-11 with an independent computation', () => {
  it.each(golden.hash)('of $rows returns of $n assets', ({ rows, n, intensities, covariances }) => {
    const returns = hashReturns(rows, n)
    for (const [target, intensity] of Object.entries(intensities))
      expect(shrunkCovariance(returns, target as ShrinkageTarget).intensity).toBeCloseTo(intensity, 11)
    for (const [name, matrix] of Object.entries(covariances)) {
      const actual = ESTIMATORS[name](returns, { covariance: name, halfLife })
      const size = Math.max(...matrix.flat())
      for (const [k, value] of matrix.flat().entries())
        expect(Math.abs(actual[k] - value), `${name} ${k}`).toBeLessThanOrEqual(1e-11 * size)
    }
  })
})

describe('weights agree to 1e-9 with an independent computation, and conditional values at risk to 1e-12', () => {
  it.each(golden.hash)('of $rows returns of $n assets', (example) => {
    expectAll(hashReturns(example.rows, example.n), example)
  })

  const folder = join(REAL_DATA, 'us-sector-etfs')
  it.skipIf(!existsSync(folder)).each(golden.funds)(
    'of funds at $day (skipped where SECTORCAST_DATA is absent)',
    ({ day, symbols, ...example }) => {
      const columns = symbols.map((symbol) => {
        const [header, ...lines] = readFileSync(join(folder, `${symbol}.csv`), 'utf8')
          .trim()
          .split('\n')
        const close = header.split(',').indexOf('Close')
        return lines
          .filter((line) => line.slice(0, 10) <= day)
          .map((line) => Number(line.split(',')[close]))
          .slice(-253)
      })
      const data = Float64Array.from({ length: 253 * symbols.length }, (_, k) => {
        return columns[k % symbols.length][Math.floor(k / symbols.length)]
      })
      expectAll(returnsUntil(matrixOver(253, symbols.length, data), 252)(252), example)
    },
  )
})
