import { Worker } from 'node:worker_threads'
import { createMatrix, matrixOver, type Matrix } from '../src/core/matrix.js'
import { kernelsOf, outputsOf, withInputs, workOf, type KernelJob } from '../src/kernels/kernel-job.js'
import type { Kernels } from '../src/kernels/kernels.js'
import { createWasmKernels } from '../src/kernels/wasm.js'
import { createWasmInstance } from '../src/kernels/wasm-instance.js'
import { runWork } from '../src/kernels/work.js'
import { AT_WORK, FAILED, takeBlocks, type SharedJob } from './kernel-share.js'

/** Kernels, and what ends their threads. */
export interface OpenKernels {
  readonly kernels: Kernels
  readonly close: () => void
}

/** Matrices below this size are cheaper computed here than spoken of with a thread. */
const SHARED_CELLS = 200_000
/** A live row of many assets is short of cells and long of work. */
const SHARED_WORK = 400_000
/** A helper that has taken a block ends it within milliseconds; one that does not is dead. */
const PATIENCE_MS = 60_000

const isShared = ({ data }: Matrix): boolean => data.buffer instanceof SharedArrayBuffer

function sharedMatrix(rows: number, cols: number): Matrix {
  return matrixOver(rows, cols, new Float64Array(new SharedArrayBuffer(8 * rows * cols)))
}

function sharedCopy({ rows, cols, data }: Matrix, spare?: Matrix): Matrix {
  const copy = spare?.rows === rows && spare.cols === cols && isShared(spare) ? spare : sharedMatrix(rows, cols)
  copy.data.set(data)
  return copy
}

/** Cells that are read or written, about. */
function effort(job: KernelJob): number {
  const { cols } = outputsOf(job)[0] ?? { cols: 0 }
  const rows = job.rows.to - job.rows.from
  if (job.kind !== 'rolling') return rows * cols
  return job.requests.reduce((sum, { window }) => sum + cols * (rows + window), 0)
}

/** Waits until no helper is within a block. @throws Error when one failed, or does not answer */
function waitForHelpers(state: Int32Array): void {
  for (let busy = Atomics.load(state, AT_WORK); busy > 0; busy = Atomics.load(state, AT_WORK))
    if (Atomics.wait(state, AT_WORK, busy, PATIENCE_MS) === 'timed-out')
      throw new Error('bug: a kernel thread is stuck')
  if (Atomics.load(state, FAILED) > 0) throw new Error('bug: a kernel thread failed')
}

/**
 * Kernels that divide large calls among threads: this one, and helpers that take blocks as they come. Helpers start with the first
 * large call; one that has not started yet takes no block, so nobody waits for it. Blocks write different cells, so the result does not depend on who computes them.
 * @param threads - 1 or more, this one included
 */
export function openKernels(threads: number): OpenKernels {
  if (threads <= 1) return { kernels: createWasmKernels(), close: () => undefined }
  const instance = createWasmInstance()
  let helpers: readonly Worker[] = []
  const start = (): void => {
    helpers = Array.from({ length: threads - 1 }, () => {
      const helper = new Worker(new URL('./kernel-worker.js', import.meta.url))
      // They wait for work for as long as the process has other things to do, and no longer.
      helper.unref()
      return helper
    })
  }
  const run = (job: KernelJob): void => {
    if (effort(job) < SHARED_WORK || !outputsOf(job).every(isShared)) {
      runWork(workOf(instance, job))
      return
    }
    if (helpers.length === 0) start()
    const inputs = (matrix: Matrix): Matrix => (isShared(matrix) ? matrix : sharedCopy(matrix))
    const shared: SharedJob = { job: withInputs(job, inputs), state: new Int32Array(new SharedArrayBuffer(12)) }
    for (const helper of helpers) helper.postMessage(shared)
    takeBlocks(instance, shared)
    waitForHelpers(shared.state)
  }
  const allocate = (rows: number, cols: number): Matrix =>
    rows * cols < SHARED_CELLS ? createMatrix(rows, cols, 0) : sharedMatrix(rows, cols)
  const share = (matrix: Matrix, spare?: Matrix): Matrix =>
    matrix.rows * matrix.cols < SHARED_CELLS || isShared(matrix) ? matrix : sharedCopy(matrix, spare)
  return {
    kernels: kernelsOf(run, { allocate, share }),
    close: () => {
      for (const helper of helpers) void helper.terminate()
      helpers = []
    },
  }
}
