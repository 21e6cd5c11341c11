import { Worker } from 'node:worker_threads'
import { createMatrix, matrixOver, type Matrix } from '../src/core/matrix.js'
import { kernelsOf, outputsOf, withInputs, workOf, type KernelJob } from '../src/kernels/kernel-job.js'
import type { Kernels } from '../src/kernels/kernels.js'
import { createWasmKernels } from '../src/kernels/wasm.js'
import { createWasmInstance } from '../src/kernels/wasm-instance.js'
import { runWork } from '../src/kernels/work.js'
import { AT_WORK, FAILED, LAST_BLOCK, NEXT_BLOCK, takeBlocks, type SharedJob } from './kernel-share.js'

/** Kernels, and what ends their threads. */
export interface OpenKernels {
  readonly kernels: Kernels
  readonly close: () => void
}

/** Matrices below this size are cheaper computed here than spoken of with a thread. */
const SHARED_CELLS = 32_768
/** A live row of many assets is short of cells and long of work. */
const SHARED_WORK = 300_000
/** A helper that has taken a block ends it within milliseconds; one that does not is dead. */
const PATIENCE_MS = 60_000
/** Memory is the limit beyond some. */
const MOST_THREADS = 8

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
  const out = outputsOf(job).at(0)
  if (out === undefined) return 0
  if (job.kind === 'sweep') return job.sweep.closes.rows * out.rows
  const { cols } = out
  const rows = job.rows.to - job.rows.from
  if (job.kind !== 'rolling') return rows * cols
  return job.requests.reduce((sum, { window }) => sum + cols * (rows + window), 0)
}

/** Waits until no helper is within a block. @throws Error when one failed, or does not answer */
function waitForHelpers(state: Int32Array): void {
  for (let busy = Atomics.load(state, AT_WORK); busy > 0; busy = Atomics.load(state, AT_WORK))
    if (Atomics.wait(state, AT_WORK, busy, PATIENCE_MS) === 'timed-out')
      throw new Error('bug: a kernel thread is stuck')
  if (Atomics.load(state, FAILED) > 0) throw new Error('bug: a kernel thread failed within a block')
}

/** Threads that help, started when they are first needed. */
function createHelpers(count: number): { readonly send: (shared: SharedJob) => void; readonly close: () => void } {
  let helpers: Worker[] | undefined
  const start = (): Worker[] =>
    Array.from({ length: count }, () => {
      const helper = new Worker(new URL('./kernel-worker.js', import.meta.url))
      // One that can not start, or dies between blocks, is missed by nobody: the others take its blocks.
      const drop = (): void => {
        helpers = helpers?.filter((other) => other !== helper)
      }
      helper.on('error', drop)
      helper.on('exit', drop)
      // They wait for work for as long as the process has other things to do, and no longer.
      helper.unref()
      return helper
    })
  return {
    send: (shared) => {
      helpers ??= start()
      for (const helper of helpers) helper.postMessage(shared)
    },
    close: () => {
      for (const helper of helpers ?? []) void helper.terminate()
      // Calls that come later are computed by the calling thread.
      helpers = []
    },
  }
}

/**
 * Kernels that divide large calls among threads: this one, and helpers that take blocks as they come. Helpers start with the first
 * large call; one that has not started yet takes no block, so nobody waits for it. Blocks write different cells, so the result does
 * not depend on who computes them.
 * @param threads - 1 or more, this one included; more than {@link MOST_THREADS} have nothing to do
 */
export function openKernels(threads: number): OpenKernels {
  if (threads <= 1) return { kernels: createWasmKernels(), close: () => undefined }
  const instance = createWasmInstance()
  const helpers = createHelpers(Math.min(threads, MOST_THREADS) - 1)
  const run = (job: KernelJob): void => {
    if (effort(job) < SHARED_WORK || !outputsOf(job).every(isShared)) {
      runWork(workOf(instance, job))
      return
    }
    const inputs = (matrix: Matrix): Matrix => (isShared(matrix) ? matrix : sharedCopy(matrix))
    const shared: SharedJob = { job: withInputs(job, inputs), state: new Int32Array(new SharedArrayBuffer(12)) }
    helpers.send(shared)
    try {
      takeBlocks(instance, shared)
    } catch (error) {
      // Nobody begins another block, and whoever is within one ends before the caller may use the memory again.
      Atomics.store(shared.state, NEXT_BLOCK, LAST_BLOCK)
      throw error
    } finally {
      waitForHelpers(shared.state)
    }
  }
  const allocate = (rows: number, cols: number): Matrix => {
    if (rows * cols < SHARED_CELLS) return createMatrix(rows, cols, 0)
    const out = sharedMatrix(rows, cols)
    run({ kind: 'touch', out, rows: { from: 0, to: rows } })
    return out
  }
  const share = (matrix: Matrix, spare?: Matrix): Matrix =>
    matrix.rows * matrix.cols < SHARED_CELLS || isShared(matrix) ? matrix : sharedCopy(matrix, spare)
  return {
    kernels: kernelsOf(run, { allocate, share }, sharedMatrix),
    close: helpers.close,
  }
}
