import { ConfigError } from '../core/errors.js'

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/** Bits, or one more, that a quotient is computed to: 13 more than the 53 of a double, where 2 would do. */
const QUOTIENT_BITS = 66

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** Largest integer that is not above the quotient; the divisor is positive. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}

/**
 * An exact fraction. Money, lots and the kinks of a cost are computed in these, so that a cent is a cent, a position that should be
 * nothing is exactly nothing, and a tie is a tie. Immutable, in lowest terms.
 */
export class Rational {
  static readonly ZERO = new Rational(0n, 1n)
  static readonly ONE = new Rational(1n, 1n)

  private readonly numerator: bigint
  private readonly denominator: bigint

  private constructor(numerator: bigint, denominator: bigint) {
    const divisor = greatestCommonDivisor(absolute(numerator), denominator)
    this.numerator = numerator / divisor
    this.denominator = denominator / divisor
  }

  /**
   * The decimal number that is written for a double: 0.1 is a tenth, not the double next to it.
   * @throws ConfigError when it is not finite
   */
  static of(value: number): Rational {
    const match = DECIMAL.exec(String(value))
    if (match === null) throw new ConfigError(`number: is ${value}, expected a finite one`)
    const [, sign, whole, decimals = '', exponent = '0'] = match
    const digits = BigInt(`${sign}${whole}${decimals}`)
    const power = Number(exponent) - decimals.length
    return power < 0 ? new Rational(digits, 10n ** BigInt(-power)) : new Rational(digits * 10n ** BigInt(power), 1n)
  }

  static sum(values: Iterable<Rational>): Rational {
    let total = Rational.ZERO
    for (const value of values) total = total.plus(value)
    return total
  }

  plus(other: Rational): Rational {
    return new Rational(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    )
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated())
  }

  negated(): Rational {
    return new Rational(-this.numerator, this.denominator)
  }

  times(other: Rational): Rational {
    return new Rational(this.numerator * other.numerator, this.denominator * other.denominator)
  }

  /** The quotient by another number, which is not 0. */
  over(other: Rational): Rational {
    if (other.numerator === 0n) throw new Error('bug: division by zero')
    const sign = other.numerator < 0n ? -1n : 1n
    return new Rational(sign * this.numerator * other.denominator, absolute(other.numerator) * this.denominator)
  }

  /** Below 0, 0 or above 0 as this is less than, equal to or greater than the other. */
  compare(other: Rational): number {
    return this.minus(other).sign()
  }

  /** -1, 0 or 1. */
  sign(): number {
    return this.numerator === 0n ? 0 : this.numerator < 0n ? -1 : 1
  }

  min(other: Rational): Rational {
    return this.compare(other) <= 0 ? this : other
  }

  /** Largest multiple of a positive unit that is not above this. */
  floorTo(unit: Rational): Rational {
    const multiple = this.over(unit)
    return unit.times(new Rational(floorDivide(multiple.numerator, multiple.denominator), 1n))
  }

  /** Multiple of a positive unit next to this on the side of 0. */
  truncateTo(unit: Rational): Rational {
    return this.sign() < 0 ? this.negated().floorTo(unit).negated() : this.floorTo(unit)
  }

  /** Nearest multiple of a positive unit, a half away from 0. */
  roundTo(unit: Rational): Rational {
    const half = unit.over(Rational.of(2))
    return this.sign() < 0 ? this.minus(half).truncateTo(unit) : this.plus(half).truncateTo(unit)
  }

  /** The nearest double; of magnitudes from 1e-250 to 1e250, more than money needs. */
  toNumber(): number {
    // With these bits, and one that says whether anything follows them, the only rounding is the one to a double.
    const bits = this.denominator.toString(2).length - absolute(this.numerator).toString(2).length + QUOTIENT_BITS
    const shift = BigInt(Math.max(0, bits))
    const scaled = absolute(this.numerator) << shift
    const sticky = scaled % this.denominator === 0n ? 0n : 1n
    const value = Number(((scaled / this.denominator) << 1n) | sticky) / 2 ** (Number(shift) + 1)
    return this.numerator < 0n ? -value : value
  }
}

/** Doubles as the decimals they are written as. */
export function rationals(values: readonly number[]): Rational[] {
  return values.map((value) => Rational.of(value))
}

/** Sum of doubles as the decimals they are written as, to the nearest double. */
export function sumOf(values: readonly number[]): number {
  return Rational.sum(rationals(values)).toNumber()
}

/** Product of doubles as the decimals they are written as, to the nearest double. */
export function productOf(a: number, b: number): number {
  return Rational.of(a).times(Rational.of(b)).toNumber()
}

/** Quotient of doubles as the decimals they are written as, to the nearest double; the divisor is not 0. */
export function quotientOf(a: number, b: number): number {
  return Rational.of(a).over(Rational.of(b)).toNumber()
}
