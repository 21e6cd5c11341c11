import { exportRun } from '../export-run.js'
import { positionalOf, printResult, withOptions, type Command } from './command.js'

export const exportCommand: Command = {
  command: 'export <run>',
  describe: 'Third step of a run: scores as JSON and CSV, heatmap as SVG and HTML, report, tear sheet',
  builder: (argv) =>
    withOptions(argv.positional('run', { type: 'string', describe: 'Run folder that has been backtested' }), [
      'json',
    ]).example(
      '$0 export runs/us',
      'writes scores.json, scores.csv, heatmap.svg, heatmap.html, report.html, tear-sheet.html',
    ),
  async handler(args, output) {
    const artifacts = await exportRun(positionalOf(args, 'run'))
    printResult(args, output, { artifacts }, () => Object.values(artifacts).join('\n'))
    return 0
  },
}
