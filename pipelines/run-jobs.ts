import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { ArtifactError, ConfigError, ShapeError } from '../src/core/errors.js'
import { matrixOver, type Matrix } from '../src/core/matrix.js'
import { jobs, type JobAnswer, type JobData, type JobMessage } from './jobs.js'

type Jobs = typeof jobs
type TaskOf<Job extends keyof Jobs> = Parameters<Jobs[Job]>[1]
type ResultOf<Job extends keyof Jobs> = Awaited<ReturnType<Jobs[Job]>>

/** Export of the worker module that answers a message. */
const ENTRY = 'answerJob'

function shared(matrix: Matrix): Matrix {
  if (matrix.data.buffer instanceof SharedArrayBuffer) return matrix
  const data = new Float64Array(new SharedArrayBuffer(matrix.data.byteLength))
  data.set(matrix.data)
  return matrixOver(matrix.rows, matrix.cols, data)
}

/** The same data with its matrices over shared memory, so that a message to a worker carries references to them, no copies. */
function shareData({ features, target }: JobData): JobData {
  return {
    features: { ...features, values: features.values.map(shared) },
    target: { ...target, values: shared(target.values), forwardReturns: shared(target.forwardReturns) },
  }
}

function revived({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'ConfigError') return new ConfigError(message)
  if (name === 'ShapeError') return new ShapeError(message)
  if (name === 'ArtifactError') return new ArtifactError(message)
  return new Error(message)
}

/** Threads used when the command line names none. */
export function defaultThreads(): number {
  return availableParallelism()
}

/**
 * Does a job for every task and gives the results in the order of the tasks, whatever the number of threads.
 * @param threads - 1 works in this thread, more in a pool of workers
 * @param onDone - told of each task as it is finished, with the number finished so far
 */
export async function runJobs<Job extends keyof Jobs>(
  job: Job,
  data: JobData,
  tasks: readonly TaskOf<Job>[],
  threads: number,
  onDone: (task: TaskOf<Job>, done: number) => void,
): Promise<ResultOf<Job>[]> {
  const run = jobs[job] as (data: JobData, task: TaskOf<Job>) => Promise<ResultOf<Job>>
  let done = 0
  if (threads === 1) {
    const results: ResultOf<Job>[] = []
    for (const task of tasks) {
      results.push(await run(data, task))
      onDone(task, ++done)
      // A turn of the event loop, or an interrupt would wait for the last task.
      await setImmediate()
    }
    return results
  }
  const pool = new Piscina<JobMessage, JobAnswer>({
    filename: fileURLToPath(new URL('./jobs.js', import.meta.url)),
    minThreads: Math.min(threads, tasks.length),
    maxThreads: Math.min(threads, tasks.length),
  })
  try {
    const sharedData = shareData(data)
    // All are waited for: to end the pool while answers are under way would put its complaint in the place of the first error.
    const settled = await Promise.allSettled(
      tasks.map(async (task) => {
        const answer = await pool.run({ job, data: sharedData, task }, { name: ENTRY })
        if ('error' in answer) throw revived(answer.error)
        onDone(task, ++done)
        return answer.result as ResultOf<Job>
      }),
    )
    return settled.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    })
  } finally {
    await pool.destroy()
  }
}
