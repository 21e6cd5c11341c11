import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../src/core/errors.js'
import { hasArtifact, readJson, readText, RUN_FILES } from '../artifacts.js'
import { runIdentity } from '../decisions/decision-log.js'
import { verifyLog, type LogAnchors, type VerifiedLog } from '../decisions/decision-log-verify.js'
import { positionalOf, printResult, textOf, withOptions, type Command } from './command.js'

/** What vouches for the beginning and the end of the log. */
interface Anchors extends LogAnchors {
  /** Where the end is known from; `none`: that it was cut off can not be seen. */
  readonly end: 'option' | 'report' | 'none'
}

type VerifyDocument = VerifiedLog & { readonly file: string; readonly end: Anchors['end'] }

const manifestSchema = z.looseObject({ data: z.looseObject({ sha256: z.string() }) })
const reportSchema = z.looseObject({ decisions: z.looseObject({ count: z.int(), head: z.string() }) })

/** What the files beside a log say of it; nothing where they are not there. */
function anchorsIn(folder: string, given: string | undefined): Anchors {
  const read = <T>(name: string, schema: z.ZodType<T>): T | undefined =>
    hasArtifact(folder, name) ? schema.safeParse(readJson(folder, name)).data : undefined
  const manifest = read(RUN_FILES.manifest, manifestSchema)
  const isRun = manifest !== undefined && hasArtifact(folder, RUN_FILES.experiment)
  const identity = isRun ? runIdentity(readText(folder, RUN_FILES.experiment), manifest.data.sha256) : undefined
  if (given !== undefined) return { identity, head: given, end: 'option' }
  const report = read(RUN_FILES.report, reportSchema)
  return report === undefined ? { identity, end: 'none' } : { identity, ...report.decisions, end: 'report' }
}

function headOf(given: string | undefined): string | undefined {
  if (given !== undefined && !/^[0-9a-f]{64}$/.test(given))
    throw new ConfigError(`--head "${given}", expected the 64 hexadecimal digits of a SHA-256`)
  return given
}

function textOfLog({ file, records, head, end }: VerifyDocument): string {
  const known = {
    option: 'it ends with the hash that was given',
    report: 'it ends as the report of the run says',
    none: 'nothing tells where it ended: give the last hash as --head to see whether records are missing there',
  }
  return `${file}: ${records} records, every one in its place; ${known[end]}\nlast hash ${head ?? 'none'}`
}

export const verifyLogCommand: Command = {
  command: 'verify-log <log>',
  describe: 'Check that no decision in a run was changed, removed, inserted or moved (exit 4 at the first that was)',
  builder: (argv) =>
    withOptions(
      argv.positional('log', { type: 'string', describe: `${RUN_FILES.decisions} of a run, or the run folder` }),
      ['json'],
    )
      .option('head', {
        type: 'string',
        describe: 'Hash of the last record, kept elsewhere (default: the report beside the log)',
        requiresArg: true,
      })
      .example('$0 verify-log runs/us', 'against the files of the run'),
  handler(args, output) {
    const given = positionalOf(args, 'log')
    if (!existsSync(given)) throw new ConfigError(`${given}: no such file or folder`)
    const isFolder = statSync(given).isDirectory()
    const file = isFolder ? join(given, RUN_FILES.decisions) : given
    const { end, ...anchors } = anchorsIn(dirname(file), headOf(textOf(args, 'head')))
    const verified = verifyLog(readText(dirname(file), basename(file)), file, anchors)
    const document: VerifyDocument = { file, ...verified, end }
    printResult(args, output, document, () => textOfLog(document))
    return 0
  },
}
