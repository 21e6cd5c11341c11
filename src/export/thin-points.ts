/**
 * At most `limit` positions of a series that keep its shape: the first, the last and, of equal slices between them, the lowest
 * and the highest. Peaks and troughs stay at their own session.
 * @param values - [n]; NaN marks a gap and is not chosen
 * @param limit - 4 or more
 * @returns ascending positions; all positions that hold a value when they are few enough
 */
export function thinPoints(values: ArrayLike<number>, limit: number): number[] {
  const present: number[] = []
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) present.push(i)
  if (present.length <= limit) return present
  const nSlices = Math.floor((limit - 2) / 2)
  const chosen = new Set([present[0]])
  for (let slice = 0; slice < nSlices; slice++) {
    const start = 1 + Math.floor((slice * (present.length - 2)) / nSlices)
    const end = 1 + Math.floor(((slice + 1) * (present.length - 2)) / nSlices)
    let lowest = present[start]
    let highest = present[start]
    for (const i of present.slice(start, end)) {
      if (values[i] < values[lowest]) lowest = i
      if (values[i] > values[highest]) highest = i
    }
    chosen.add(Math.min(lowest, highest))
    chosen.add(Math.max(lowest, highest))
  }
  chosen.add(present[present.length - 1])
  return [...chosen]
}
