import { decimalText, percentageText } from '../../src/allocate/decimal-text.js'
import { nearestName } from '../../src/core/nearest.js'
import type { Claim } from './schema.js'
import type { YamlSource } from '../yaml-source.js'

/** A printed figure beside the computed one. */
export interface CheckedClaim {
  readonly row: string
  readonly value: string
  readonly printed: string
  readonly computed: number
  readonly why: string | null
  readonly agrees: boolean
}

/** A figure that a text prints wrong. */
export interface Slip extends Omit<CheckedClaim, 'agrees'> {
  /** `value`: another number; `form`: the right number, written in another way; `text`: no number can be read in what is printed. */
  readonly kind: 'value' | 'form' | 'text'
  readonly correct: string
}

export interface CheckedClaims {
  readonly claims: readonly CheckedClaim[]
  readonly slips: readonly Slip[]
  /** Figures of the document that were not checked, as their plans are carried out in another way than the document says. */
  readonly claimsNotChecked: number
}

/** The end of a word or number that has lost its beginning is no number: "Amount,000". */
const NUMBER = /(?<![\w.,])([+\u2212-]?)\$?(\d[\d,]*)(?:\.(\d+))?( ?%)?/

interface Figure {
  /** Digits as they were read, without commas and currency. */
  readonly digits: string
  readonly decimals: number
  readonly isPercentage: boolean
}

/** The first number in a text. */
function figureOf(text: string): Figure | undefined {
  const match = NUMBER.exec(text)
  if (match === null) return undefined
  const [, sign, whole, decimals, percent] = match
  const digits = `${sign === '-' || sign === '\u2212' ? '-' : ''}${whole.replaceAll(',', '')}`
  return {
    digits: decimals === undefined ? digits : `${digits}.${decimals}`,
    decimals: decimals?.length ?? 0,
    isPercentage: percent !== undefined,
  }
}

/** A computed number as a figure would print it: its decimals, its percent sign. */
function printedLike(computed: number, { decimals, isPercentage }: Figure): string {
  return isPercentage ? percentageText(computed, decimals) : decimalText(computed, decimals)
}

function agrees(computed: number, figure: Figure | undefined, like: Figure): boolean {
  return figure !== undefined && Number(figure.digits) === Number(figureOf(printedLike(computed, like))?.digits)
}

/** What stands at a place of the result; elements of a list go by their name or symbol. */
function lookUp(result: unknown, claim: Claim, fail: (problem: string) => Error): number {
  let at = result
  for (const key of claim.value.split('.')) {
    const named: readonly (readonly [string, unknown])[] = Array.isArray(at)
      ? at.map(
          (element: { name?: string; symbol?: string }) => [element.name ?? element.symbol ?? '', element] as const,
        )
      : Object.entries(at ?? {})
    const found = named.find(([name]) => name === key)
    if (found === undefined) {
      const names = named.map(([name]) => name)
      throw fail(`"${key}" is nothing that is computed here, the nearest is "${nearestName(key, names) ?? ''}"`)
    }
    at = found[1]
  }
  if (typeof at !== 'number') throw fail(`"${claim.value}" is no number`)
  return at
}

/** Whether a figure is one of a plan. */
function isOf({ value }: Claim, plan: string): boolean {
  return value.startsWith(`plans.${plan}.`)
}

/**
 * Holds printed figures against the computed ones, at the decimals that the correct figure has, or else the printed one.
 * @param changed - plans that are not carried out as the document says: what it claims of them is not checked
 * @throws ConfigError with file, line and field for a value that is not computed, a correction that does not agree with it, and a printed
 *   text without a figure that has no correction: nothing could be checked
 */
export function checkClaims(
  claims: readonly Claim[],
  result: object,
  changed: readonly string[],
  source: YamlSource,
): CheckedClaims {
  const slips: Slip[] = []
  const checked = claims.flatMap((claim, i): CheckedClaim[] => {
    if (changed.some((plan) => isOf(claim, plan))) return []
    const { row, value, printed, correct, why = null } = claim
    const computed = lookUp(result, claim, (problem) => source.errorAt(['claims', i, 'value'], problem))
    const [asPrinted, asCorrect] = [figureOf(printed), correct === undefined ? undefined : figureOf(correct)]
    const like = asCorrect ?? asPrinted ?? { digits: '', decimals: 2, isPercentage: false }
    if (asPrinted === undefined && correct === undefined)
      throw source.errorAt(['claims', i, 'printed'], `is "${printed}", expected a figure, or beside it what is correct`)
    if (correct !== undefined && !agrees(computed, asCorrect, like))
      throw source.errorAt(
        ['claims', i, 'correct'],
        `is "${correct}", but ${value} is computed as ${printedLike(computed, like)}`,
      )
    const isRight = agrees(computed, asPrinted, like)
    const isSlip = !isRight || (correct !== undefined && correct !== printed)
    if (isSlip)
      slips.push({
        ...{ row, value, printed, computed, why },
        kind: asPrinted === undefined ? 'text' : isRight ? 'form' : 'value',
        correct: correct ?? printedLike(computed, like),
      })
    return [{ row, value, printed, computed, why, agrees: !isSlip }]
  })
  return { claims: checked, slips, claimsNotChecked: claims.length - checked.length }
}
