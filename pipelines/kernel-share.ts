import { workOf, type KernelJob } from '../src/kernels/kernel-job.js'
import type { WasmInstance } from '../src/kernels/wasm-instance.js'

/** A job that several threads work on: each takes the next block that nobody has. */
export interface SharedJob {
  readonly job: KernelJob
  /** Over shared memory: next block, helpers at work, helpers that failed. */
  readonly state: Int32Array
}

export const NEXT_BLOCK = 0
export const AT_WORK = 1
export const FAILED = 2
/** Number that no work has as many blocks as. */
export const LAST_BLOCK = 2 ** 30

/** Computes blocks until none is left. */
export function takeBlocks(instance: WasmInstance, { job, state }: SharedJob): void {
  const work = workOf(instance, job)
  for (let block = Atomics.add(state, NEXT_BLOCK, 1); block < work.blocks; block = Atomics.add(state, NEXT_BLOCK, 1))
    work.compute(block)
}

/** As {@link takeBlocks} in a helping thread: says that it is at work before it takes a block, and wakes who waits for it. */
export function helpWith(instance: WasmInstance, shared: SharedJob): void {
  const { state } = shared
  Atomics.add(state, AT_WORK, 1)
  try {
    takeBlocks(instance, shared)
  } catch {
    Atomics.add(state, FAILED, 1)
  } finally {
    Atomics.sub(state, AT_WORK, 1)
    Atomics.notify(state, AT_WORK)
  }
}
