import { hostname } from 'node:os'
import { ConfigError } from '../../src/core/errors.js'
import { createArtifact, hasArtifact, readText, removeArtifacts } from '../artifacts.js'

const LOCK = '.fetch/lock'
const TAKEOVER = '.fetch/lock.takeover'

/** Whether a process of this machine is there; that of another machine can not be asked. */
function isRunning(host: string, pid: number): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function holderOf(folder: string): { readonly host: string; readonly pid: number } | undefined {
  const match = /^(\d+) (\S+)\n$/.exec(readText(folder, LOCK))
  return match === null ? undefined : { pid: Number(match[1]), host: match[2] }
}

/** Removes a lock whose process is gone. Of two runs that see it at once only one may, or it would remove the other's new one. */
function removeStale(folder: string): void {
  if (!createArtifact(folder, TAKEOVER, '')) return
  try {
    const holder = hasArtifact(folder, LOCK) ? holderOf(folder) : undefined
    if (holder !== undefined && !isRunning(holder.host, holder.pid)) removeArtifacts(folder, [LOCK])
  } finally {
    removeArtifacts(folder, [TAKEOVER])
  }
}

/**
 * Takes a folder for one run. A lock whose process is gone is taken over.
 * @returns a function that gives it back
 * @throws ConfigError when another run has it
 */
export function lockFolder(folder: string): () => void {
  const mine = `${process.pid} ${hostname()}\n`
  for (let attempt = 0; attempt < 2; attempt++) {
    if (createArtifact(folder, LOCK, mine)) return () => removeArtifacts(folder, [LOCK])
    removeStale(folder)
  }
  const holder = hasArtifact(folder, LOCK) ? holderOf(folder) : undefined
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`
  throw new ConfigError(`folder "${folder}" is in use by another fetch${who}: wait for it, or remove ${folder}/${LOCK}`)
}
