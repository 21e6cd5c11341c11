import { civilOf, parseSession, type SessionDay } from '../core/calendar.js'

/** A mark on an axis. */
export interface AxisTick {
  readonly at: number
  readonly label: string
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `step`. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10
  return factor * power
}

/**
 * Round values that cover a range evenly; the first is at or below `low`, the last at or above `high`.
 * @param count - about how many steps, 1 or more
 */
export function linearTicks(low: number, high: number, count: number): number[] {
  // Values that differ by rounding alone get the axis of a constant.
  const span = high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? high - low : 0
  const step = niceStep((span > 0 ? span : Math.abs(low) || 1) / count)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  // Multiples of the step, not repeated sums, and rounded to its digits: 0.3, not 0.30000000000000004.
  const digits = Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(step))))
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits)))
}

/**
 * Round values for a logarithmic axis: 1, 2, 5 times powers of ten over less than three decades, else powers of ten. Under half
 * a decade the linear ones are used, because at most one of those would lie within.
 * @param low - positive
 */
export function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low)
  if (decades < 0.5) return linearTicks(low, high, count).filter((value) => value > 0)
  const factors = decades < 3 ? [1, 2, 5] : [1]
  const every = decades < 3 ? 1 : Math.ceil(decades / 8)
  const firstPower = Math.floor(Math.log10(low))
  const lastPower = Math.ceil(Math.log10(high))
  const all: number[] = []
  for (let power = firstPower; power <= lastPower; power++)
    if ((power - firstPower) % every === 0) for (const factor of factors) all.push(Number(`${factor}e${power}`))
  const below = all.filter((value) => value <= low).at(-1) ?? low
  const above = all.find((value) => value >= high) ?? high
  return all.filter((value) => value > 0 && value >= below && value <= above)
}

/**
 * First days of every so many years or, over a short range, of half-years, quarters or months.
 * @param count - at most about how many
 */
export function dateTicks(first: SessionDay, last: SessionDay, count: number): AxisTick[] {
  const from = civilOf(first)
  const to = civilOf(last)
  const nMonths = (to.year - from.year) * 12 + to.month - from.month
  const months = [1, 3, 6, 12, 24, 60, 120, 240, 600].find((step) => nMonths / step <= count) ?? 1200
  const ticks: AxisTick[] = []
  const start = Math.ceil((from.year * 12 + from.month - 1) / months) * months
  for (let month = start; month <= to.year * 12 + to.month - 1; month += months) {
    const year = String(Math.floor(month / 12)).padStart(4, '0')
    const monthText = String((month % 12) + 1).padStart(2, '0')
    const at = parseSession(`${year}-${monthText}-01`)
    if (at >= first && at <= last) ticks.push({ at, label: months >= 12 ? year : `${year}-${monthText}` })
  }
  return ticks
}
