/** A symbol with its share class behind a point, as exchanges write it: some sources write `BRK-B` for `BRK.B`. */
export function classShareSymbol(symbol: string): string {
  return symbol.trim().replace(/^([A-Z]+)-([A-Z])$/, '$1.$2')
}
