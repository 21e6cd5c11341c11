/** Name of a feed's values among the sources of features. */
export function feedColumn(name: string): string {
  return `feed.${name}`
}

/** Name of its mask: 1 where there is a value, else 0. */
export function feedMask(name: string): string {
  return `${feedColumn(name)}.present`
}

/** Both. */
export function feedColumns(name: string): string[] {
  return [feedColumn(name), feedMask(name)]
}
