/** A call that is divided into blocks, which write different cells: in any order, by any thread. */
export interface Work {
  readonly blocks: number
  /** Computes one block, 0 ... blocks - 1. */
  compute(block: number): void
}

/** All blocks, one after the other. */
export function runWork(work: Work): void {
  for (let block = 0; block < work.blocks; block++) work.compute(block)
}
