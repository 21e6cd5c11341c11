import type { Matrix } from '../core/matrix.js'

/** What twins are told by. */
interface NamedFactor {
  readonly name: string
  readonly values: Matrix | Float64Array
  /** Asset that the factor is not held against: another one makes other tests of the same values. */
  readonly asset?: number
}

/** A factor that is another one under a name of its own. */
export interface FactorTwin {
  readonly name: string
  /** The one that is tested. */
  readonly of: string
}

function dataOf({ values }: NamedFactor): Float64Array {
  return values instanceof Float64Array ? values : values.data
}

function isTwin(a: NamedFactor, b: NamedFactor): boolean {
  const [x, y] = [dataOf(a), dataOf(b)]
  return a.asset === b.asset && x.length === y.length && x.every((value, i) => Object.is(value, y[i]))
}

/**
 * Takes out factors that hold what an earlier one holds, bit for bit: each would count as a test of its own, of which there is
 * none. What has no value at all is nobody's twin.
 */
export function withoutTwins<T extends NamedFactor>(
  factors: readonly T[],
): { readonly distinct: readonly T[]; readonly twins: readonly FactorTwin[] } {
  const distinct: T[] = []
  const twins: FactorTwin[] = []
  for (const factor of factors) {
    const other = distinct.find((earlier) => isTwin(earlier, factor))
    if (other === undefined || dataOf(factor).every(Number.isNaN)) distinct.push(factor)
    else twins.push({ name: factor.name, of: other.name })
  }
  return { distinct, twins }
}
