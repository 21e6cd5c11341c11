#!/usr/bin/env node
import yargs from 'yargs'
import { ArtifactError, ConfigError, DataError } from '../src/core/errors.js'
import { allocate } from './commands/allocate.js'
import { audit } from './commands/audit.js'
import { backtest } from './commands/backtest.js'
import type { Command, Output } from './commands/command.js'
import { doctor } from './commands/doctor.js'
import { exportCommand } from './commands/export.js'
import { factors } from './commands/factors.js'
import { families } from './commands/families.js'
import { features } from './commands/features.js'
import { fetchCommand } from './commands/fetch.js'
import { gma } from './commands/gma.js'
import { inspect } from './commands/inspect.js'
import { regimes } from './commands/regimes.js'
import { metrics } from './commands/metrics.js'
import { run } from './commands/run.js'
import { score } from './commands/score.js'
import { screen } from './commands/screen.js'
import { simulate } from './commands/simulate.js'
import { train } from './commands/train.js'
import { universe } from './commands/universe.js'
import { value } from './commands/value.js'
import { verifyLogCommand } from './commands/verify-log.js'
import { walkForward } from './commands/walk-forward.js'
import { packageVersion } from './run-folder.js'

const COMMANDS: readonly Command[] = [
  run,
  train,
  walkForward,
  backtest,
  score,
  screen,
  exportCommand,
  simulate,
  doctor,
  audit,
  inspect,
  fetchCommand,
  value,
  verifyLogCommand,
  universe,
  families,
  allocate,
  features,
  factors,
  metrics,
  regimes,
  gma,
]

const EXIT = { done: 0, failed: 1, usage: 2, data: 3, artifact: 4, interrupted: 130 } as const

/**
 * Control characters of hostile input must not reach a terminal. Line breaks and tabs are the program's own; within a string of
 * JSON the escaped character is the same one.
 */
function plain(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const output: Output = {
  result: (text) => process.stdout.write(`${plain(text)}\n`),
  progress: (message) => process.stderr.write(`${plain(message)}\n`),
}

/** Control characters of hostile input must not reach a terminal, and a message is one line. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT.usage
  if (error instanceof DataError) return EXIT.data
  if (error instanceof ArtifactError) return EXIT.artifact
  return EXIT.failed
}

/** Parses the command line and runs its command. */
async function main(argv: readonly string[]): Promise<number> {
  let started = false
  let code: number = EXIT.done
  let parser = yargs()
    .scriptName('sectorcast')
    .usage('$0 <command>\n\nForecasts which market sectors will lead.')
    .parserConfiguration({ 'dot-notation': false, 'duplicate-arguments-array': true, 'camel-case-expansion': false })
    .version(packageVersion())
    .strict()
    .demandCommand(1, 'say what to do: a command is missing')
    .recommendCommands()
    .epilogue(
      'Exit codes: 0 done, 1 the run failed, 2 usage or configuration, 3 bad data, 4 a corrupt artifact, 130 interrupted.\nNot investment advice.',
    )
    .wrap(110)
    .exitProcess(false)
    .fail((message, error) => {
      // Without an error it is yargs that objects to the command line.
      throw error ?? new ConfigError(message)
    })
  for (const { command, describe, builder, handler } of COMMANDS)
    parser = parser.command(command, describe, builder, async (args) => {
      started = true
      code = await handler(args, output)
    })
  try {
    await parser.parseAsync(argv)
  } catch (error) {
    // The parser itself trips over some arguments (`--constructor.x`): a mistake in the command line, not in a run.
    throw started || error instanceof ConfigError ? error : new ConfigError((error as Error).message)
  }
  return code
}

// Exit codes as a shell has them: 128 and the number of the signal.
for (const [signal, code] of [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => {
    process.stderr.write('interrupted\n')
    process.exit(code)
  })
// Nobody has to listen to the progress.
process.stderr.on('error', () => undefined)
// Whoever reads the result may stop reading: that is no failure of the run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
  process.stderr.write(`standard output: the result can not be written, ${oneLine(error.message)}\n`)
  process.exit(EXIT.failed)
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const code = exitCodeOf(error)
  process.stderr.write(
    code === EXIT.failed ? `${String((error as Error).stack)}\n` : `${oneLine((error as Error).message)}\n`,
  )
  process.exitCode = code
}
