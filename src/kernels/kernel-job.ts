import { createMatrix, type Matrix } from '../core/matrix.js'
import type { Kernels, Lagged, RollingRequest, Rows } from './kernels.js'
import { differenceWork, logRatioWork, rankWork, touchWork } from './wasm-cells.js'
import type { WasmInstance } from './wasm-instance.js'
import { rollingWork } from './wasm-rolling.js'
import { sweepRows, SWEEP_COLUMNS, type Sweep } from './sweep.js'
import { sweepWork } from './wasm-sweep.js'
import type { Work } from './work.js'

/** A call of the kernels as plain data, so that it can be sent to another thread. */
export type KernelJob =
  | {
      readonly kind: 'rolling'
      readonly inputs: readonly Matrix[]
      readonly requests: readonly RollingRequest[]
      readonly rows: Rows
    }
  | { readonly kind: 'rank'; readonly input: Matrix; readonly out: Matrix; readonly rows: Rows }
  | {
      readonly kind: 'logRatio'
      readonly numerator: Lagged
      readonly denominator: Lagged | undefined
      readonly out: Matrix
      readonly rows: Rows
    }
  /** Asks the system for the memory of a matrix, page by page. */
  | { readonly kind: 'touch'; readonly out: Matrix; readonly rows: Rows }
  | {
      readonly kind: 'difference'
      readonly input: Matrix
      readonly lag: number
      readonly out: Matrix
      readonly rows: Rows
    }
  | { readonly kind: 'sweep'; readonly sweep: Sweep; readonly out: Matrix; readonly rows: Rows }

/** A job divided into blocks, for one instance of the kernels. */
export function workOf(instance: WasmInstance, job: KernelJob): Work {
  switch (job.kind) {
    case 'rolling':
      return rollingWork(instance, job.inputs, job.requests, job.rows)
    case 'rank':
      return rankWork(instance, job.input, job.out, job.rows)
    case 'logRatio':
      return logRatioWork(instance, job.numerator, job.denominator, job.out, job.rows)
    case 'difference':
      return differenceWork(job.input, job.lag, job.out, job.rows)
    case 'touch':
      return touchWork(job.out)
    case 'sweep':
      return sweepWork(instance, job.sweep, job.out)
  }
}

/** What a job writes. */
export function outputsOf(job: KernelJob): Matrix[] {
  return job.kind === 'rolling' ? job.requests.map(({ out }) => out) : [job.out]
}

/** The same job, its inputs passed through `change`. */
export function withInputs(job: KernelJob, change: (matrix: Matrix) => Matrix): KernelJob {
  const ofLagged = ({ matrix, lag }: Lagged): Lagged => ({ matrix: change(matrix), lag })
  switch (job.kind) {
    case 'rolling':
      return { ...job, inputs: job.inputs.map(change) }
    case 'logRatio':
      return {
        ...job,
        numerator: ofLagged(job.numerator),
        denominator: job.denominator === undefined ? undefined : ofLagged(job.denominator),
      }
    case 'touch':
      return job
    case 'sweep':
      return { ...job, sweep: { ...job.sweep, closes: change(job.sweep.closes) } }
    default:
      return { ...job, input: change(job.input) }
  }
}

/**
 * Kernels that hand every call as a job to `run`.
 * @param resultMatrix - makes what a small result of much work is written to
 */
export function kernelsOf(
  run: (job: KernelJob) => void,
  memory?: Pick<Kernels, 'allocate' | 'share'>,
  resultMatrix: Kernels['allocate'] = (rows, cols) => createMatrix(rows, cols, 0),
): Kernels {
  return {
    allocate: (rows, cols) => createMatrix(rows, cols, 0),
    share: (matrix) => matrix,
    ...memory,
    rolling: (inputs, requests, rows) => run({ kind: 'rolling', inputs, requests, rows }),
    rank: (input, out, rows) => run({ kind: 'rank', input, out, rows }),
    logRatio: (numerator, denominator, out, rows) => run({ kind: 'logRatio', numerator, denominator, out, rows }),
    difference: (input, lag, out, rows) => run({ kind: 'difference', input, lag, out, rows }),
    sweep(sweep) {
      const out = resultMatrix(sweepRows(sweep), SWEEP_COLUMNS.length)
      run({ kind: 'sweep', sweep, out, rows: { from: 0, to: out.rows } })
      return out
    },
  }
}
