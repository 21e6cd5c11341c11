import { textTable } from '../../src/export/text-table.js'
import { auditAll } from '../audit.js'
import { STAGE_DEMANDS } from '../audit-parts.js'
import type { AuditReport } from '../audit-report.js'
import { defaultThreads } from '../run-jobs.js'
import { printResult, wholeOf, withOptions, type Arguments, type Command, type Output } from './command.js'

function asText({ checks, dates, perturbations, leaks }: AuditReport): string {
  const rows = checks.map((check) => {
    const counts = check.kind === 'stage' ? STAGE_DEMANDS.map((key) => String(check[key])) : STAGE_DEMANDS.map(() => '')
    return [check.name, check.kind, String(check.dates), ...counts, String(check.changed)]
  })
  const verdict = leaks === 0 ? 'No look-ahead found' : `${leaks} ${leaks === 1 ? 'leak' : 'leaks'}`
  const how = `at ${dates} dates x ${perturbations.length} perturbations (${perturbations.join(', ')})`
  return [textTable(['what', 'kind', 'dates', ...STAGE_DEMANDS, 'changed'], rows), '', `${verdict} ${how}.`].join('\n')
}

/**
 * Prints what an audit found.
 * @returns exit code: 0 for no leak, else 1
 */
export function tellAudit(report: AuditReport, args: Arguments, output: Output): number {
  printResult(args, output, report, () => asText(report))
  return report.leaks === 0 ? 0 : 1
}

export const audit: Command = {
  command: 'audit',
  describe: 'Look for look-ahead in every stage, model and decision rule (exit 1 on a leak)',
  builder: (argv) =>
    withOptions(argv, ['threads', 'json']).example('$0 audit --json', 'checks and leaks as one JSON document'),
  async handler(args, output) {
    const report = await auditAll(output.progress, wholeOf(args, 'threads', 1, 256) ?? defaultThreads())
    return tellAudit(report, args, output)
  },
}
