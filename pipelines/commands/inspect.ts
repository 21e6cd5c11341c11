import { basename, dirname, resolve } from 'node:path'
import { BAR_DIALECTS } from '../../datasets/bars/dialects.js'
import { qualityPage } from '../../src/export/quality-page.js'
import { writeArtifact } from '../artifacts.js'
import { inspectFolder } from '../inspect.js'
import { inspectText } from '../inspect-text.js'
import { positionalOf, printResult, textOf, withOptions, type Command } from './command.js'

const BAD_DATA = 3
const DIALECTS = BAR_DIALECTS.map(({ name }) => name).join(', ')

export const inspect: Command = {
  command: 'inspect <folder>',
  describe: 'Quality report of a data folder: gaps, faults, spikes, odd files (exit 3 on an error)',
  builder: (argv) =>
    withOptions(
      argv.positional('folder', { type: 'string', describe: 'Folder with data files; its subfolders are read' }),
      ['json'],
    )
      .option('html', {
        type: 'string',
        describe: 'Write the report as a page with a coverage picture',
        requiresArg: true,
      })
      .option('dialect', {
        type: 'string',
        describe: `How the bars are written, where headers do not tell (day or month first): ${DIALECTS}`,
        requiresArg: true,
      })
      .option('all', { type: 'boolean', describe: 'List every finding', default: false })
      .example('$0 inspect data/ --html quality.html', 'a table on the screen and a page'),
  async handler(args, output) {
    const folder = positionalOf(args, 'folder')
    const page = textOf(args, 'html')
    const report = await inspectFolder(folder, textOf(args, 'dialect'))
    const { document } = report
    if (page !== undefined) {
      const { files, rows, kinds } = document
      const content = {
        ...report,
        folder: basename(resolve(folder)),
        files,
        rows,
        kinds: new Map(Object.entries(kinds)),
      }
      writeArtifact(dirname(page), basename(page), qualityPage(content))
    }
    printResult(args, output, document, () => inspectText(document, args.all === true))
    return document.levels.error > 0 ? BAD_DATA : 0
  },
}
