import { textTable } from '../../src/export/text-table.js'
import { auditAll } from '../audit.js'
import { STAGE_DEMANDS } from '../audit-parts.js'
import { defaultThreads } from '../run-jobs.js'
import { printResult, wholeOf, withOptions, type Command } from './command.js'

export const audit: Command = {
  command: 'audit',
  describe: 'Look for look-ahead in every stage, model and decision rule (exit 1 on a leak)',
  builder: (argv) =>
    withOptions(argv, ['threads', 'json']).example('$0 audit --json', 'checks and leaks as one JSON document'),
  async handler(args, output) {
    const report = await auditAll(output.progress, wholeOf(args, 'threads', 1, 256) ?? defaultThreads())
    printResult(args, output, report, () => {
      const rows = report.checks.map((check) => {
        const counts =
          check.kind === 'stage' ? STAGE_DEMANDS.map((key) => String(check[key])) : STAGE_DEMANDS.map(() => '')
        return [check.name, check.kind, String(check.dates), ...counts, String(check.changed)]
      })
      const verdict = report.leaks === 0 ? 'No look-ahead found' : `${report.leaks} leaks`
      const how = `at ${report.dates} dates x ${report.perturbations.length} perturbations (${report.perturbations.join(', ')})`
      return [textTable(['what', 'kind', 'dates', ...STAGE_DEMANDS, 'changed'], rows), '', `${verdict} ${how}.`].join(
        '\n',
      )
    })
    return report.leaks === 0 ? 0 : 1
  },
}
