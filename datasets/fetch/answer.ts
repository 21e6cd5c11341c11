import type { SessionDay } from '../../src/core/calendar.js'

/** One row of an answer, for the comparison with the answer before it. */
export interface HistoryRow {
  /** Block of the file that the row stands in; labels are unique within the whole answer. */
  readonly block: string
  readonly fields: readonly string[]
  /** One per field; NaN = missing. */
  readonly values: readonly number[]
}

/** Rows by their label (a date, or what else identifies a row), in the order in which a source extends them. */
export type History = ReadonlyMap<string, HistoryRow>

/** A file made of an answer. */
export interface ConvertedFile {
  readonly name: string
  readonly text: string
}

/** What an answer holds. */
export interface ConvertedAnswer {
  readonly files: readonly ConvertedFile[]
  readonly history: History
  /** Newest values alone, where `history` holds every vintage. */
  readonly latest?: History
  /** What was left out, and why: one line each. */
  readonly notes: readonly string[]
}

/** What is asked of a source for one name. */
export interface FetchRequest {
  readonly name: string
  readonly from?: SessionDay | undefined
  readonly to?: SessionDay | undefined
  /** The day of the request, UTC: the end of an open range. */
  readonly today: SessionDay
  /** Key of the source's interface, where it was given. */
  readonly key?: string | undefined
}

/** Where a request goes. */
export interface FetchTarget {
  /** Scheme and host, without a path. */
  readonly host: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Ending of the raw answer's file name; it also says how to read it again. */
  readonly extension: 'json' | 'csv' | 'zip'
}

/** An answer to be converted. */
export interface RawAnswer {
  readonly name: string
  /** What messages call it: the address it came from. */
  readonly label: string
  readonly extension: string
  readonly body: Uint8Array
}

/** A place that data are fetched from. */
export interface FetchSource {
  readonly name: string
  /** Whether `from` and `to` mean anything to it. */
  readonly hasRange: boolean
  /** Environment variable of its key, if it takes one. */
  readonly keyVariable?: string
  /** A note on its terms of use. */
  readonly terms: string
  /** The name in the form that the source uses. @throws ConfigError when it can not be one */
  readonly nameOf: (text: string) => string
  /** The name as a part of a path: no separator, no leading dot. */
  readonly stemOf: (name: string) => string
  readonly targetOf: (request: FetchRequest) => FetchTarget
  /** @throws DataError naming the address when the body is no data */
  readonly convert: (answer: RawAnswer) => ConvertedAnswer
  /** What an error answer says, in the source's own words. */
  readonly problemIn?: (text: string) => string | undefined
}
