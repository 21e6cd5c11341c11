/** One thing measured once. */
export interface Measurement {
  readonly work: string
  readonly seconds: number
  /** Peak resident memory of the process up to the end of this work. */
  readonly peakMemoryBytes: number
  /** Further numbers for the row, such as the size of the result. */
  readonly details?: Readonly<Record<string, number>>
}

/** The same work done by what a user would pick instead: a script that prints one line of JSON. */
export interface Peer {
  /** Work of ours that it stands against: one, or several that do the same. */
  readonly work: string | readonly string[]
  readonly name: string
  /** Script within its folder, with its arguments. */
  readonly script: string
  /** Folder of the script; that of the shared peers when absent. */
  readonly folder?: string
  readonly args: readonly string[]
  /** Modules that its interpreter must have. */
  readonly modules: readonly string[]
  /** Environment beside our own. */
  readonly environment: Readonly<Record<string, string>>
  /** Seconds out of what it printed. */
  seconds(printed: Readonly<Record<string, unknown>>): number
}

/** A benchmark by name. */
export interface Benchmark {
  readonly name: string
  /** Workloads of the peers' generator that must exist first. */
  readonly workloads: readonly string[]
  readonly peers: readonly Peer[]
  /** Work of ours that stands against another work of ours: by what, against what. */
  readonly against?: Readonly<Record<string, string>>
  /** How often ours and theirs run, in turn. */
  readonly runs: number
  /** Parts that each need a process of their own, in this order; one process does it all when absent. */
  readonly parts?: readonly string[]
  /** Makes the inputs that are not there yet, before anything is measured. */
  readonly prepare?: () => void
  /** Does the work once, or one part of it, in a fresh process. */
  measure(part: string): Promise<Measurement[]>
}

/** Runs a piece of work and notes its time and the memory needed so far. */
export async function timed<T>(measurements: Measurement[], work: string, run: () => T | Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await run()
  const seconds = (performance.now() - start) / 1000
  measurements.push({ work, seconds, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 })
  return result
}
