import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { ArtifactError, ConfigError, ShapeError } from '../src/core/errors.js'
import { matrixOver, type Matrix } from '../src/core/matrix.js'
import { runFoldTask, type FoldAnswer, type FoldData, type FoldMessage, type FoldTask } from './fold-worker.js'
import type { Progress } from './progress.js'

function shared(matrix: Matrix): Matrix {
  const data = new Float64Array(new SharedArrayBuffer(matrix.data.byteLength))
  data.set(matrix.data)
  return matrixOver(matrix.rows, matrix.cols, data)
}

/** The same data over shared memory, so that a message to a worker carries references and no copies. */
function shareData({ features, target }: FoldData): FoldData {
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

/** Export of the worker module that a task calls. */
const ENTRY = 'answerFold'

/** Threads used when the command line names none. */
export function defaultThreads(): number {
  return availableParallelism()
}

/**
 * Runs all tasks and gives their scores in the order of the tasks, whatever the number of threads.
 * @param threads - 1 works in this thread, more in a pool of workers
 */
export async function runFolds(
  data: FoldData,
  tasks: readonly FoldTask[],
  threads: number,
  progress: Progress,
): Promise<Float64Array[]> {
  let done = 0
  const report = (task: FoldTask): void => {
    done++
    progress(`fit ${done}/${tasks.length}: ${task.model}, fold ${task.fold.index + 1}`)
  }
  if (threads === 1) {
    const scores: Float64Array[] = []
    for (const task of tasks) {
      scores.push(await runFoldTask({ data, task }))
      report(task)
    }
    return scores
  }
  const pool = new Piscina<FoldMessage, FoldAnswer>({
    filename: fileURLToPath(new URL('./fold-worker.js', import.meta.url)),
    minThreads: Math.min(threads, tasks.length),
    maxThreads: Math.min(threads, tasks.length),
  })
  try {
    const sharedData = shareData(data)
    return await Promise.all(
      tasks.map(async (task) => {
        const answer = await pool.run({ data: sharedData, task }, { name: ENTRY })
        if ('error' in answer) throw revived(answer.error)
        report(task)
        return answer.scores
      }),
    )
  } finally {
    await pool.destroy()
  }
}
