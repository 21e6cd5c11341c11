import type { BootstrapOptions } from '../src/overfit/stationary-bootstrap.js'

/** What an experiment says of its intervals. */
interface IntervalTerms {
  readonly seed: number
  readonly report: { readonly bootstrapSamples: number; readonly bootstrapBlock: number; readonly level: number }
}

/** How an experiment's intervals are drawn. */
export function bootstrapTerms({ seed, report }: IntervalTerms): BootstrapOptions {
  return { seed, samples: report.bootstrapSamples, meanBlock: report.bootstrapBlock, level: report.level }
}
