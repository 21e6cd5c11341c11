import type { SessionDay } from '../../src/core/calendar.js'

/** Something odd in a source that does not stop it from being read: what was left out, and what was understood otherwise than written. */
export interface SourceNote<Kind extends string = string> {
  readonly kind: Kind
  readonly file: string
  /** Line in the file, from 1; absent where the note is about the whole file. */
  readonly line?: number
  readonly symbol?: string
  readonly date?: SessionDay
  readonly detail: string
}
