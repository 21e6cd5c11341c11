import { percentText } from '../src/export/number-text.js'

/** A count with its noun: "1 symbol", "2 symbols". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** A share in percent with one decimal, in which 0% and 100% mean none and all. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1%'
  if (share < 1 && share >= 0.9995) return '>99.9%'
  return percentText(share)
}
