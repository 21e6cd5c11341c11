/**
 * Number of elements that differ in their bits; any NaN equals any NaN. An element that one side lacks has changed.
 * @param count - elements compared
 * @param skipA - elements of `a` before the first that is compared
 * @param skipB - the same of `b`
 */
export function changedElements(a: Float64Array, b: Float64Array, count: number, skipA = 0, skipB = 0): number {
  let changed = 0
  for (let i = 0; i < count; i++) if (!Object.is(a[skipA + i], b[skipB + i])) changed++
  return changed
}
