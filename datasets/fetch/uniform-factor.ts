import { median } from '../../src/core/statistics.js'
import type { History } from './answer.js'
import type { Difference } from './compare-histories.js'

/** How exactly the numbers of a field must share a factor: sources round their prices to a few digits. */
const TOLERANCE = 1e-3
/** The share of a field's changed numbers that must do so. */
const UNIFORM_SHARE = 0.95
/** Dividends paid since a split take a few percent off in a series that is adjusted for them too. */
const MOST_DIVIDENDS = 0.05

/** A factor that all changed numbers of a field share. */
export interface FieldFactor {
  readonly field: string
  /** Older number divided by the newer one. */
  readonly factor: number
  readonly cells: number
  /** Changed numbers that do not share it. */
  readonly exceptions: number
}

/** A split that explains a factor. */
export interface SplitGuess {
  /** New shares for old ones, as `2:1`. */
  readonly ratio: string
  /** The factor divided by the ratio: 1 for a split alone, else dividends since then in a series adjusted for them. */
  readonly rest: number
  /** The split's own day, where the newer copy tells of it and the older one did not. */
  readonly on: string | null
}

/**
 * Factors shared by the changed numbers of each field: a split or another back-adjustment, or an index on a new base.
 * @returns one entry for each field of which at least 95% of the changed numbers have the same ratio to 1e-3
 */
export function uniformFactors(differences: readonly Difference[]): FieldFactor[] {
  const ratios = new Map<string, number[]>()
  const cells = new Map<string, number>()
  for (const { field, before, after } of differences) {
    cells.set(field, (cells.get(field) ?? 0) + 1)
    const list = ratios.get(field) ?? []
    ratios.set(field, list)
    if (before !== null && after !== null && before !== 0 && after !== 0) list.push(before / after)
  }
  return [...ratios].flatMap(([field, list]): FieldFactor[] => {
    const all = cells.get(field) ?? 0
    if (list.length === 0) return []
    const factor = median(list)
    const alike = list.filter((ratio) => Math.abs(ratio / factor - 1) <= TOLERANCE).length
    return alike < UNIFORM_SHARE * all ? [] : [{ field, factor, cells: all, exceptions: all - alike }]
  })
}

/** Splits that happen: whole ones, the usual fractions, and their reverses. */
const RATIOS: readonly (readonly [number, number])[] = [
  ...Array.from({ length: 49 }, (_, i) => [i + 2, 1] as const),
  [100, 1] as const,
  [3, 2] as const,
  [4, 3] as const,
  [5, 2] as const,
  [5, 4] as const,
  [6, 5] as const,
].flatMap(([a, b]) => [[a, b] as const, [b, a] as const])

function nearestRatio(factor: number, mostRest: number, ratios: typeof RATIOS): readonly [number, number] | undefined {
  const rest = ([a, b]: readonly [number, number]): number => Math.abs(Math.log((factor * b) / a))
  const [best] = [...ratios].sort((one, other) => rest(one) - rest(other))
  return rest(best) <= mostRest ? best : undefined
}

/** Split events that the newer copy has and the older one had not. */
function newSplits(before: History, after: History): { readonly date: string; readonly ratio: number }[] {
  return [...after].flatMap(([date, { fields, values }]) => {
    const column = fields.indexOf('Stock Splits')
    if (column < 0 || !(values[column] > 0)) return []
    const old = before.get(date)
    const known = old !== undefined && old.values[old.fields.indexOf('Stock Splits')] > 0
    return known ? [] : [{ date, ratio: values[column] }]
  })
}

/**
 * The split that explains a factor of prices. A factor off a whole ratio n:1 (to 10:1) or 1:n by up to 5% counts as a split and the
 * dividends since; other ratios must fit to 1e-3, or be those of an event in the newer copy.
 * @returns undefined when no split explains it: a spin-off, dividends alone, another unit or base
 */
export function splitBehind(factor: number, before: History, after: History): SplitGuess | undefined {
  const event = newSplits(before, after).find(({ ratio }) => Math.abs(Math.log(factor / ratio)) <= MOST_DIVIDENDS)
  const whole = RATIOS.filter(([a, b]) => Math.min(a, b) === 1 && Math.max(a, b) <= 10)
  const ratio = nearestRatio(event?.ratio ?? factor, TOLERANCE, RATIOS) ?? nearestRatio(factor, MOST_DIVIDENDS, whole)
  if (ratio === undefined) return undefined
  const [a, b] = ratio
  return { ratio: `${a}:${b}`, rest: (factor * b) / a, on: event?.date ?? null }
}
