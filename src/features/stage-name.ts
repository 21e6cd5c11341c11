import { ConfigError } from '../core/errors.js'
import { appliedName, stageName } from './stage.js'

/** A feature's name in its parts: "neutralise(momentum_126_21,beta_252)". */
export interface ParsedName {
  readonly family: string
  readonly parameters: readonly number[]
  readonly operands: readonly string[]
}

const HEAD = /^([a-z][a-z_]*?)((?:_\d{1,15})*)$/
const LONGEST = 1000

/** Splits at the commas that stand in no bracket; undefined where brackets do not match. */
export function splitAtCommas(text: string): string[] | undefined {
  const operands: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')') depth--
    if (depth < 0) return undefined
    if (text[i] === ',' && depth === 0) {
      operands.push(text.slice(start, i))
      start = i + 1
    }
  }
  return depth === 0 ? [...operands, text.slice(start)] : undefined
}

/**
 * The parts of a feature's name; undefined where it is not written as one.
 * @throws ConfigError when it is too long, holds a space, or a bracket of it is not closed
 */
export function parseStageName(name: string): ParsedName | undefined {
  if (name.length > LONGEST)
    throw new ConfigError(`feature "${name.slice(0, 40)}…": ${name.length} characters, expected at most ${LONGEST}`)
  if (/\s/.test(name)) {
    const tight = name.replace(/\s*([(),])\s*/g, '$1')
    const expected = /\s/.test(tight) ? 'a name without' : tight
    throw new ConfigError(`feature "${name}" holds a space, expected ${expected}`)
  }
  if (name.split('(').length !== name.split(')').length)
    throw new ConfigError(`feature "${name}": a bracket is not closed (a name with a comma is quoted in a list)`)
  const bracket = name.indexOf('(')
  const head = HEAD.exec(bracket < 0 ? name : name.slice(0, bracket))
  if (head === null || (bracket >= 0 && !name.endsWith(')'))) return undefined
  const operands = bracket < 0 ? [] : splitAtCommas(name.slice(bracket + 1, -1))
  if (operands?.every((operand) => operand !== '') !== true) return undefined
  return { family: head[1], parameters: head[2].split('_').slice(1).map(Number), operands }
}

/** The canonical name of the parts. */
export function nameOfParts({ family, parameters, operands }: ParsedName): string {
  return operands.length === 0 ? stageName(family, ...parameters) : appliedName(family, parameters, operands)
}
