import { afterAll, describe, expect, it } from 'vitest'
import type { OpenKernels } from '../../../pipelines/kernel-threads.js'
import type { Sweep } from '../../../src/kernels/sweep.js'
import { createWasmKernels } from '../../../src/kernels/wasm.js'
import { randomListings } from '../../backtest/random-listings.js'

// Threads run what is built: the sources have no file that Node can load in a worker.
const BUILT = '../../../dist/pipelines/kernel-threads.js'
const { openKernels } = (await import(BUILT)) as { openKernels: (threads: number) => OpenKernels }

const opened: OpenKernels[] = []
afterAll(() => {
  for (const { close } of opened) close()
})

describe('a sweep on several threads', () => {
  it('gives the bytes of one thread, again and again', () => {
    const sweep: Sweep = {
      closes: randomListings(4, 3000, 9, 0.01).close,
      formations: Array.from({ length: 40 }, (_, i) => [1 + 3 * i, 120]),
      tops: [1, 2, 5],
      everies: [1, 5, 21],
      costRate: 0.001,
    }
    const alone = createWasmKernels().sweep(sweep)
    for (const threads of [1, 2, 3]) {
      const kernels = openKernels(threads)
      opened.push(kernels)
      // The first call may end before a helper has started.
      for (let call = 0; call < 5; call++) {
        const { rows, cols, data } = kernels.kernels.sweep(sweep)
        expect([rows, cols]).toEqual([alone.rows, alone.cols])
        expect(Buffer.from(data.slice().buffer).equals(Buffer.from(alone.data.buffer))).toBe(true)
      }
    }
  })
})
