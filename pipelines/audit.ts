import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Changes } from '../src/audit/audit-stages.js'
import { auditedStages, auditPart, auditParts, type AuditPart } from './audit-parts.js'
import { auditReport, nameOfPart, type AuditReport } from './audit-report.js'
import type { Progress } from './progress.js'

/** All pieces, in this thread or in a pool of workers. */
async function auditAllParts(parts: readonly AuditPart[], threads: number, progress: Progress): Promise<Changes[]> {
  let done = 0
  const tell = (part: AuditPart, changes: Changes): Changes => {
    const changed = [...changes.values()].reduce((sum, count) => sum + count, 0)
    progress(`${++done}/${parts.length} ${nameOfPart(part)}: ${changed === 0 ? 'clean' : `${changed} values changed`}`)
    return changes
  }
  if (threads === 1) {
    const results: Changes[] = []
    for (const part of parts) {
      results.push(tell(part, await auditPart(part)))
      // A turn of the event loop, or an interrupt would wait for the last piece.
      await setImmediate()
    }
    return results
  }
  const pool = new Piscina<AuditPart, Changes>({
    filename: fileURLToPath(new URL('./audit-parts.js', import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
  })
  try {
    return await Promise.all(parts.map(async (part) => tell(part, await pool.run(part, { name: auditPart.name }))))
  } finally {
    await pool.destroy()
  }
}

/**
 * Audits every registered stage, model and decision rule: whatever comes after a date is changed, and nothing at or before the date
 * may change by a single bit. Stages must not depend on where the history starts, on rows older than their lookback, or on being
 * computed in a batch either.
 * @param threads - worker threads; the result does not depend on it
 * @param parts - pieces of the audit; all there are when absent
 */
export async function auditAll(
  progress: Progress,
  threads: number,
  parts: readonly AuditPart[] = auditParts(),
): Promise<AuditReport> {
  const stages = auditedStages()
  progress(`${stages.length} stages, models and decision rules in ${parts.length} pieces`)
  return auditReport(parts, await auditAllParts(parts, threads, progress), stages)
}
