import { availableParallelism } from 'node:os'
import { loadTensorBackend } from '../../models/tfjs/backend.js'
import { textTable } from '../../src/export/text-table.js'
import { danfoVersion } from '../danfo.js'
import { packageVersion } from '../run-folder.js'
import { printResult, withOptions, type Command } from './command.js'

export const doctor: Command = {
  command: 'doctor',
  describe: 'Say what this installation has and uses: versions, cores, tensor backend',
  builder: (argv) => withOptions(argv, ['json']).example('$0 doctor --json', 'the same as one JSON document'),
  async handler(args, output) {
    const backend = await loadTensorBackend()
    const danfo = await danfoVersion()
    const document = {
      sectorcast: packageVersion(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      tensorBackend: { name: backend.name, version: backend.version, reason: backend.reason },
      danfojs: { installed: danfo !== undefined, version: danfo ?? null },
    }
    printResult(args, output, document, () =>
      textTable(
        ['what', 'found'],
        [
          ['sectorcast', document.sectorcast],
          ['node', document.node],
          ['platform', document.platform],
          ['cores', String(document.cores)],
          ['tensor backend', `${backend.name} ${backend.version}: ${backend.reason}`],
          ['danfojs-node', danfo ?? 'not installed (optional)'],
        ],
      ),
    )
    return 0
  },
}
