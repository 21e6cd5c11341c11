import type { Argv } from 'yargs'
import { ConfigError } from '../../src/core/errors.js'
import type { RunOptions } from '../run.js'

/** Where a command writes: its result on standard output, everything else on standard error. */
export interface Output {
  readonly result: (text: string) => void
  readonly progress: (message: string) => void
}

/** Values that yargs parsed; each command reads the ones it declared. */
export type Arguments = Readonly<Record<string, unknown>>

/** A command of the command line. */
export interface Command {
  /** Name and positionals in yargs notation. */
  readonly command: string
  readonly describe: string
  readonly builder: (argv: Argv) => Argv
  /** @returns exit code, 0 when done */
  readonly handler: (args: Arguments, output: Output) => Promise<number> | number
}

/** Options by name, so that each is described once. */
const OPTIONS = {
  data: {
    type: 'string',
    describe: 'Folder with the data: one SYMBOL.csv per symbol, or what the experiment file says',
    requiresArg: true,
  },
  out: { type: 'string', describe: 'Run folder (default: experiments/runs/<experiment>)', requiresArg: true },
  threads: { type: 'string', describe: 'Worker threads (default: all cores)', requiresArg: true },
  seed: { type: 'string', describe: "Override the experiment's seed", requiresArg: true },
  holdings: { type: 'string', describe: 'CSV of what you hold: symbol,shares (row CASH: money)', requiresArg: true },
  json: { type: 'boolean', describe: 'One JSON document on standard output', default: false },
} as const
export type OptionName = keyof typeof OPTIONS

/** Declares the named options on a command. */
export function withOptions(argv: Argv, names: readonly OptionName[]): Argv {
  return names.reduce((chain, name) => chain.option(name, OPTIONS[name]), argv)
}

/** Declares the experiment and the named options on a command that runs one. */
export function withExperiment(argv: Argv, names: readonly OptionName[]): Argv {
  const positional = argv.positional('experiment', {
    type: 'string',
    describe: 'Experiment file (YAML); the packaged simulated market when left out',
  })
  return withOptions(positional, names)
}

/**
 * A text argument.
 * @throws ConfigError when it was given more than once, or empty
 */
export function textOf(args: Arguments, name: string): string | undefined {
  const value = args[name]
  if (value === undefined) return undefined
  if (typeof value === 'string' && value !== '') return value
  throw new ConfigError(`--${name} ${JSON.stringify(value)}, expected one value`)
}

/** A required positional. */
export function positionalOf(args: Arguments, name: string): string {
  const value = textOf(args, name)
  if (value === undefined) throw new ConfigError(`${name.toUpperCase()} is missing`)
  return value
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A number in decimal notation as it was typed; NaN when it is none. */
export function decimalIn(text: string): number {
  return DECIMAL.test(text.trim()) ? Number(text) : NaN
}

/** A whole number. @throws ConfigError when it is none, or out of range */
export function wholeOf(args: Arguments, name: string, least: number, most: number): number | undefined {
  // Options are declared as text, which keeps what was typed; a default may be a number.
  const text = typeof args[name] === 'number' ? String(args[name]) : textOf(args, name)
  if (text === undefined) return undefined
  const value = decimalIn(text)
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value
  throw new ConfigError(`--${name} "${text}", expected a whole number from ${least} to ${most}`)
}

/** The options of a run. */
export function runOptions(args: Arguments, output: Output): RunOptions {
  return {
    data: textOf(args, 'data'),
    out: textOf(args, 'out'),
    threads: wholeOf(args, 'threads', 1, 256),
    seed: wholeOf(args, 'seed', 0, 0xffffffff),
    holdings: textOf(args, 'holdings'),
    progress: output.progress,
  }
}

/** Prints a document as JSON, or as the text that a person reads. */
export function printResult(args: Arguments, output: Output, document: object, text: () => string): void {
  output.result(args.json === true ? JSON.stringify(document, null, 2) : text())
}
