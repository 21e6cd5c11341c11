/** How far clusters are apart, by the distances of their members. */
export const LINKAGES = ['single', 'complete', 'average', 'ward'] as const
export type Linkage = (typeof LINKAGES)[number]

/** Two clusters become one. Clusters 0 ... n - 1 are single items, n + k is what merge k made. */
export interface Merge {
  /** The one of lower number. */
  readonly left: number
  readonly right: number
  readonly distance: number
}

/** Distance of a cluster to two that were merged (Lance and Williams 1967). */
const UPDATES: Readonly<
  Record<Linkage, (a: number, b: number, merged: number, sizes: readonly [number, number, number]) => number>
> = {
  single: (a, b) => Math.min(a, b),
  complete: (a, b) => Math.max(a, b),
  average: (a, b, _merged, [sizeA, sizeB]) => (sizeA * a + sizeB * b) / (sizeA + sizeB),
  ward: (a, b, merged, [sizeA, sizeB, size]) =>
    Math.sqrt(((sizeA + size) * a * a + (sizeB + size) * b * b - size * merged * merged) / (sizeA + sizeB + size)),
}

/**
 * Agglomerative clustering: the two nearest clusters are merged until one is left. Of equal distances the pair of lowest numbers is first.
 * @param distances - [n * n], symmetric, without NaN
 * @returns n - 1 merges in order of distance
 * @see scipy.cluster.hierarchy.linkage (same order where no distances are equal)
 */
export function hierarchicalClustering(distances: Float64Array, n: number, linkage: Linkage): Merge[] {
  const total = 2 * n - 1
  const between = new Float64Array(total * total)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) between[i * total + j] = distances[i * n + j]
  const sizes = new Array<number>(total).fill(1)
  const merges: Merge[] = []
  let open = Array.from({ length: n }, (_, i) => i)
  for (let made = n; made < total; made++) {
    let nearest: Merge | undefined
    for (const left of open)
      for (const right of open) {
        const distance = between[left * total + right]
        if (left < right && (nearest === undefined || distance < nearest.distance)) nearest = { left, right, distance }
      }
    if (nearest === undefined) throw new Error('bug: nothing left to merge')
    const { left, right, distance } = nearest
    open = open.filter((cluster) => cluster !== left && cluster !== right)
    for (const other of open) {
      const [a, b] = [between[left * total + other], between[right * total + other]]
      const merged = UPDATES[linkage](a, b, distance, [sizes[left], sizes[right], sizes[other]])
      between[made * total + other] = merged
      between[other * total + made] = merged
    }
    sizes[made] = sizes[left] + sizes[right]
    open.push(made)
    merges.push(nearest)
  }
  return merges
}

/** The items in the order of the tree's leaves, the left branch of every merge before its right one. */
export function leavesInOrder(merges: readonly Merge[], n: number): number[] {
  const leaves = (cluster: number): number[] => {
    if (cluster < n) return [cluster]
    const { left, right } = merges[cluster - n]
    return [...leaves(left), ...leaves(right)]
  }
  return n === 0 ? [] : leaves(n + merges.length - 1)
}
