/** Documents of this program are a few levels deep; what is deeper is hostile. */
const MAX_DEPTH = 20

/**
 * A JSON value in its one canonical form (RFC 8785): keys sorted by their UTF-16 code units, no blanks, numbers as ECMAScript writes
 * them. Equal values have equal text, whatever order their keys were written in.
 * @throws RangeError for a value that is nested too deeply, or a number that is not finite
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field, depth + 1)}`).join(',')}}`
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`no JSON number: ${value}`)
  return JSON.stringify(value)
}
