import { printable } from '../datasets/text/quoted.js'
import type { YamlSource } from './yaml-source.js'

/** Kinds of documents, by a key that no other kind has: what they are, and what carries them out. */
const KINDS = {
  experiment: { key: 'walkForward', kind: 'an experiment', command: 'run' },
  sweep: { key: 'sweep', kind: 'a sweep', command: 'backtest' },
  allocation: { key: 'plans', kind: 'an allocation', command: 'allocate' },
} as const

/**
 * Refuses a document of another kind than is read.
 * @throws ConfigError naming the command for it
 */
export function refuseOtherKinds(source: YamlSource, wanted: keyof typeof KINDS): void {
  const { value, file } = source
  if (typeof value !== 'object' || value === null || KINDS[wanted].key in value) return
  const other = Object.values(KINDS).find(({ key }) => key in value)
  if (other !== undefined)
    throw source.errorAt([], `is ${other.kind} and no ${wanted}: sectorcast ${other.command} ${printable(file)}`)
}
