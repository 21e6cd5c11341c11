import { formatSession } from '../../src/core/calendar.js'

const NANOS_PER_DAY = 86_400_000_000_000n
const NANOS_PER_SECOND = 1_000_000_000n
const MIDNIGHT = 'T00:00:00'

function two(value: bigint): string {
  return value.toString().padStart(2, '0')
}

/** ISO text of a count of nanoseconds since 1970-01-01T00:00:00, without a zone; decimals of a second only where there are any. */
export function dateTimeText(nanos: bigint): string {
  const rest = ((nanos % NANOS_PER_DAY) + NANOS_PER_DAY) % NANOS_PER_DAY
  const seconds = rest / NANOS_PER_SECOND
  const decimals = (rest % NANOS_PER_SECOND).toString().padStart(9, '0').replace(/0+$/, '')
  const time = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  return `${formatSession(Number((nanos - rest) / NANOS_PER_DAY))}T${time}${decimals === '' ? '' : `.${decimals}`}`
}

/**
 * Times as a column shows them. Times in Coordinated Universal Time end with `Z`. Times without a zone that are all midnight are
 * dates (a data frame has no other type for them) and are shown as such.
 * @param texts - as {@link dateTimeText} gives them, null where missing
 */
export function timeColumn(texts: readonly (string | null)[], isUtc: boolean): (string | null)[] {
  if (isUtc) return texts.map((text) => (text === null ? null : `${text}Z`))
  const areDates = texts.every((text) => text === null || text.endsWith(MIDNIGHT))
  return areDates ? texts.map((text) => text?.slice(0, -MIDNIGHT.length) ?? null) : [...texts]
}
