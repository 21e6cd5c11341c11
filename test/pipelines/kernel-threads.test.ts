import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenKernels } from '../../pipelines/kernel-threads.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources, runStages } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import type { Panel } from '../../src/panel/panel.js'
import { differences, randomPanel } from '../contracts/random-panel.js'

// Threads run what is built: the sources have no file that Node can load in a worker.
const BUILT = '../../dist/pipelines/kernel-threads.js'

const FEATURES = [
  'rolling_deviation_21(momentum_1)',
  'rolling_rank_63(momentum_1)',
  'rolling_max_40(momentum_1)',
  'rolling_correlation_21(momentum_1,benchmark_return)',
  'volume_anomaly_21',
  'relative_strength_63',
  'rank(relative_strength_63)',
]

let opened: OpenKernels[] = []
let open: (threads: number) => OpenKernels

beforeAll(async () => {
  const built = (await import(BUILT)) as { openKernels: (threads: number) => OpenKernels }
  open = (threads) => {
    const kernels = built.openKernels(threads)
    opened = [...opened, kernels]
    return kernels
  }
})

afterAll(() => {
  for (const { close } of opened) close()
})

function computed(panel: Panel, kernels: OpenKernels['kernels'], recycled?: Map<string, Matrix>): Map<string, Matrix> {
  const plan = planStages(FEATURES, panelSources(panel), stageOf)
  return runStages(plan, panel, kernels, recycled)
}

describe('kernels on several threads', () => {
  it('give the bits of one thread, on a panel large enough to be shared out', () => {
    const panel = randomPanel(700, 600, 3)
    const alone = computed(panel, createWasmKernels())
    for (const threads of [1, 2, 3]) {
      const columns = computed(panel, open(threads).kernels)
      for (const name of FEATURES)
        expect(
          differences(columns.get(name)?.data ?? new Float64Array(0), alone.get(name)?.data ?? new Float64Array(1)),
        ).toBe(0)
      const isShared = columns.get(FEATURES[0])?.data.buffer instanceof SharedArrayBuffer
      expect(isShared).toBe(threads > 1)
    }
  })

  it('use memory of an earlier result again', () => {
    const { kernels } = open(2)
    const first = computed(randomPanel(700, 600, 4), kernels)
    const buffers = FEATURES.map((name) => first.get(name)?.data.buffer)
    const panel = randomPanel(700, 600, 5)
    const second = computed(panel, kernels, first)
    const alone = computed(panel, createWasmKernels())
    for (const [i, name] of FEATURES.entries()) {
      expect(second.get(name)?.data.buffer).toBe(buffers[i])
      expect(
        differences(second.get(name)?.data ?? new Float64Array(0), alone.get(name)?.data ?? new Float64Array(1)),
      ).toBe(0)
    }
  })

  it('a helping thread computes blocks: alone with a job, it does all of it', async () => {
    const random = createRandom(2, 'input')
    const shared = (rows: number, cols: number): Matrix =>
      matrixOver(rows, cols, new Float64Array(new SharedArrayBuffer(8 * rows * cols)))
    const input = shared(600, 300)
    input.data.forEach((_, i) => (input.data[i] = random.normal()))
    const out = shared(600, 300)
    const state = new Int32Array(new SharedArrayBuffer(12))
    const rows = { from: 0, to: 600 }
    const requests = [{ statistic: 'deviation', window: 21, out } as const]
    const helper = new Worker(new URL('../../dist/pipelines/kernel-worker.js', import.meta.url))
    helper.postMessage({ job: { kind: 'rolling', inputs: [input], requests, rows }, state })
    // The state says that it is at work, and then that it is not, having asked for a block beyond the last.
    const deadline = Date.now() + 30_000
    while ((Atomics.load(state, 0) === 0 || Atomics.load(state, 1) > 0) && Date.now() < deadline) await setTimeout(5)
    await helper.terminate()
    const expected = matrixOver(600, 300, new Float64Array(600 * 300))
    createWasmKernels().rolling([input], [{ ...requests[0], out: expected }], rows)
    expect(Atomics.load(state, 0)).toBeGreaterThan(1)
    expect(Atomics.load(state, 2)).toBe(0)
    expect(differences(out.data, expected.data)).toBe(0)
  })

  it('compute on this thread once closed, or where no helper can start', () => {
    const panel = randomPanel(700, 600, 6)
    const alone = computed(panel, createWasmKernels())
    const kernels = open(2)
    kernels.close()
    const columns = computed(panel, kernels.kernels)
    for (const name of FEATURES)
      expect(
        differences(columns.get(name)?.data ?? new Float64Array(0), alone.get(name)?.data ?? new Float64Array(1)),
      ).toBe(0)
  })

  it('leave small matrices in ordinary memory, and copy large ones once', () => {
    const { kernels } = open(2)
    const small = matrixOver(10, 2, new Float64Array(20))
    expect(kernels.share(small)).toBe(small)
    const random = createRandom(1, 'large')
    const large = matrixOver(
      1000,
      400,
      Float64Array.from({ length: 400_000 }, () => random.normal()),
    )
    const copy = kernels.share(large)
    expect(copy.data).toEqual(large.data)
    expect(kernels.share(copy)).toBe(copy)
    expect(kernels.share(large, copy)).toBe(copy)
  })
})
