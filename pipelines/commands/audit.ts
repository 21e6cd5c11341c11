import { textTable } from '../../src/export/text-table.js'
import { auditAll } from '../audit.js'
import { printResult, withOptions, type Command } from './command.js'

export const audit: Command = {
  command: 'audit',
  describe: 'Look for look-ahead in every stage, model and decision rule (exit 1 on a leak)',
  builder: (argv) => withOptions(argv, ['json']).example('$0 audit --json', 'checks and leaks as one JSON document'),
  async handler(args, output) {
    const report = await auditAll(output.progress)
    printResult(args, output, report, () => {
      const rows = report.checks.map(({ kind, name, changed }) => [name, kind, String(changed)])
      const verdict = report.leaks === 0 ? 'No look-ahead found' : `${report.leaks} leaks`
      return [textTable(['what', 'kind', 'changed'], rows), '', `${verdict} at ${report.dates} dates.`].join('\n')
    })
    return report.leaks === 0 ? 0 : 1
  },
}
