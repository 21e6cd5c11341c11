/**
 * A total shared out in proportion, where none gets more than its room: what one can not take goes to the others, in proportion again.
 * @param total - 0 or more
 * @param proportions - [n], 0 or more; one of 0 gets nothing
 * @param rooms - [n], 0 or more, possibly infinite
 * @returns [n], summing to the total, or to less where all rooms are full
 */
export function waterFill(total: number, proportions: Float64Array, rooms: Float64Array): Float64Array {
  const out = new Float64Array(proportions.length)
  let open = Array.from(proportions.keys()).filter((i) => proportions[i] > 0)
  let left = total
  for (;;) {
    const sum = open.reduce((partial, i) => partial + proportions[i], 0)
    const level = left
    const full = open.filter((i) => (proportions[i] / sum) * level > rooms[i])
    if (full.length === 0) {
      for (const i of open) out[i] = (proportions[i] / sum) * level
      return out
    }
    for (const i of full) {
      out[i] = rooms[i]
      left -= rooms[i]
    }
    left = Math.max(0, left)
    open = open.filter((i) => !full.includes(i))
  }
}
