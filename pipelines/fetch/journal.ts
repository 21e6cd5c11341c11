import { z } from 'zod'
import { hasArtifact, readJson, removeArtifacts, writeJson } from '../artifacts.js'
import { checksum } from './manifest.js'

/** An unfinished run is gone on with for so long; then everything is asked for anew. */
const HOURS = 12
const FRESH_MS = HOURS * 3_600_000

const shape = z.strictObject({ started: z.number(), done: z.array(z.string()) })

/** Remembers which names of a run are done, so that one that was interrupted, or failed in part, goes on where it stopped. */
export interface Journal {
  readonly isDone: (name: string) => boolean
  readonly markDone: (name: string) => void
  /** All is done: the next run begins anew. */
  readonly close: () => void
}

function unfinished(folder: string, file: string, now: number): { started: number; done: string[] } | undefined {
  if (!hasArtifact(folder, file)) return undefined
  try {
    const parsed = shape.safeParse(readJson(folder, file))
    return parsed.success && now - parsed.data.started < FRESH_MS ? parsed.data : undefined
  } catch {
    // A damaged journal costs some requests, nothing else.
    return undefined
  }
}

/**
 * Opens the journal of a run: of the same source, range and address as an unfinished one of the last 12 hours, that one.
 * @param request - what makes two runs the same
 */
export function openJournal(folder: string, request: readonly string[], now: number, anew: boolean): Journal {
  const file = `.fetch/${checksum(JSON.stringify(request)).slice(0, 12)}.json`
  const journal = (anew ? undefined : unfinished(folder, file, now)) ?? { started: now, done: [] }
  const done = new Set(journal.done)
  return {
    isDone: (name) => done.has(name),
    markDone(name) {
      done.add(name)
      writeJson(folder, file, { started: journal.started, done: [...done] })
    },
    close: () => removeArtifacts(folder, [file]),
  }
}
