import { exportRun, exportTearSheet } from '../export-run.js'
import { positionalOf, printResult, textOf, withOptions, type Command } from './command.js'

export const exportCommand: Command = {
  command: 'export <run>',
  describe: 'Third step of a run: scores as JSON and CSV, heatmap as SVG and HTML, report, tear sheet',
  builder: (argv) =>
    withOptions(argv.positional('run', { type: 'string', describe: 'Run folder that has been backtested' }), ['json'])
      .option('portfolio', {
        type: 'string',
        describe: 'Only the tear sheet of this portfolio of the run: a model, "strategy NAME", "strategies combined"',
        requiresArg: true,
      })
      .example(
        '$0 export runs/us',
        'writes scores.json, scores.csv, heatmap.svg, heatmap.html, report.html, tear-sheet.html',
      )
      .example('$0 export runs/us --portfolio ridge', 'writes tear-sheets/ridge.html'),
  async handler(args, output) {
    const run = positionalOf(args, 'run')
    const portfolio = textOf(args, 'portfolio')
    const artifacts = await (portfolio === undefined ? exportRun(run) : exportTearSheet(run, portfolio))
    printResult(args, output, { artifacts }, () => Object.values(artifacts).join('\n'))
    return 0
  },
}
