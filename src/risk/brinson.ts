import { ShapeError } from '../core/errors.js'
import { createMatrix, type Matrix } from '../core/matrix.js'
import { fraction, type Fraction } from './units.js'

/** What a portfolio and its benchmark held and what that returned; each nPeriods x nSectors. */
export interface BrinsonInput {
  /** Weights at the start of each period, as fractions; cash is a sector. */
  readonly weights: Matrix
  readonly benchmarkWeights: Matrix
  /** Simple returns of the portfolio's and of the benchmark's part of each sector. NaN is no return: nothing was held. */
  readonly returns: Matrix
  readonly benchmarkReturns: Matrix
}

/** The active return of each period by cause. */
export interface BrinsonEffects {
  /** nPeriods x nSectors each, as fractions. */
  readonly allocation: Matrix
  readonly selection: Matrix
  readonly interaction: Matrix
  /** Returns of the whole portfolio and benchmark; shape [nPeriods] */
  readonly returns: Float64Array
  readonly benchmarkReturns: Float64Array
}

/** The active return of all periods together by cause. */
export interface LinkedEffects {
  /** [nSectors] each; all of them sum to `activeReturn`. */
  readonly allocation: Float64Array
  readonly selection: Float64Array
  readonly interaction: Float64Array
  /** Compounded return of the portfolio less that of the benchmark. */
  readonly activeReturn: Fraction
}

/** Weights of the two sides may differ by this much in sum: rounding. */
const ROUNDING = 1e-9

/** Returns of one sector on both sides. A side that held nothing has no return of its own and is given the other's. */
function sectorReturns(input: BrinsonInput, i: number): readonly [number, number] {
  const missing = (weight: number, value: number): boolean => weight === 0 && Number.isNaN(value)
  const own = input.returns.data[i]
  const market = input.benchmarkReturns.data[i]
  const lacksOwn = missing(input.weights.data[i], own)
  const lacksMarket = missing(input.benchmarkWeights.data[i], market)
  if (lacksOwn && lacksMarket) return [0, 0]
  return [lacksOwn ? market : own, lacksMarket ? own : market]
}

function checkShapes({ weights, benchmarkWeights, returns, benchmarkReturns }: BrinsonInput): void {
  for (const { rows, cols } of [benchmarkWeights, returns, benchmarkReturns])
    if (rows !== weights.rows || cols !== weights.cols)
      throw new ShapeError(`brinsonFachler: ${rows} x ${cols}, expected ${weights.rows} x ${weights.cols}`)
}

/**
 * Brinson-Fachler attribution of each period: allocation (over- or underweight times the sector's return over the benchmark's),
 * selection (benchmark weight times what the own part of the sector returned more) and interaction (both differences). A period's
 * effects sum to its active return.
 * @returns NaN in the periods that hold a NaN weight, or a NaN return of what was held
 * @throws ShapeError when the shapes differ, or when weights of a period do not have the same sum on both sides: what is in no
 *   sector (cash) would be lost
 * @see Brinson and Fachler (1985), Journal of Portfolio Management 11(3)
 */
export function brinsonFachler(input: BrinsonInput): BrinsonEffects {
  checkShapes(input)
  const { weights, benchmarkWeights } = input
  const { rows, cols } = weights
  const [allocation, selection, interaction] = [0, 1, 2].map(() => createMatrix(rows, cols))
  const returns = new Float64Array(rows)
  const benchmarkReturns = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    let surplus = 0
    for (let i = row * cols; i < (row + 1) * cols; i++) {
      const [own, market] = sectorReturns(input, i)
      returns[row] += weights.data[i] * own
      benchmarkReturns[row] += benchmarkWeights.data[i] * market
      surplus += weights.data[i] - benchmarkWeights.data[i]
    }
    if (Math.abs(surplus) > ROUNDING)
      throw new ShapeError(
        `brinsonFachler: weights of period ${row} sum to "${surplus}" more than the benchmark's, expected the same sum (cash is a sector)`,
      )
    for (let i = row * cols; i < (row + 1) * cols; i++) {
      const [own, market] = sectorReturns(input, i)
      const over = weights.data[i] - benchmarkWeights.data[i]
      allocation.data[i] = over * (market - benchmarkReturns[row])
      selection.data[i] = benchmarkWeights.data[i] * (own - market)
      interaction.data[i] = over * (own - market)
    }
  }
  return { allocation, selection, interaction, returns, benchmarkReturns }
}

/** Slope of the logarithm between two growth factors: it turns a difference of returns into one of log returns. */
function logSlope(own: number, market: number): number {
  const gap = own - market
  return gap === 0 ? 1 / (1 + own) : Math.log1p(gap / (1 + market)) / gap
}

/**
 * Links the effects of many periods so that they sum to the compounded active return: each is scaled by how much a return of its
 * period weighs in logarithms, over how much one of the whole time does.
 * @returns NaN throughout when any period is NaN or lost all
 * @see Carino (1999), Combining Attribution Effects over Time, Journal of Performance Measurement 3(4)
 */
export function linkEffects(effects: BrinsonEffects): LinkedEffects {
  const { rows, cols } = effects.allocation
  const compounded = (values: Float64Array): number => values.reduce((equity, value) => equity * (1 + value), 1) - 1
  const own = compounded(effects.returns)
  const market = compounded(effects.benchmarkReturns)
  const whole = logSlope(own, market)
  const linked = ({ data }: Matrix): Float64Array => {
    const sums = new Float64Array(cols)
    for (let row = 0; row < rows; row++) {
      const scale = logSlope(effects.returns[row], effects.benchmarkReturns[row]) / whole
      for (let col = 0; col < cols; col++) sums[col] += scale * data[row * cols + col]
    }
    return sums
  }
  const { allocation, selection, interaction } = effects
  return {
    allocation: linked(allocation),
    selection: linked(selection),
    interaction: linked(interaction),
    activeReturn: fraction(own - market),
  }
}
