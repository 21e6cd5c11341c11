import { createMatrix } from '../../src/core/matrix.js'
import type { Kernels } from '../../src/kernels/kernels.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'

/** Kernels that the plan, the engine and the stream are tested with. */
export const KERNELS: readonly (readonly [name: string, kernels: Kernels])[] = [
  ['reference', referenceKernels],
  ['wasm', createWasmKernels()],
]

const ofCopyingKernels = new WeakSet<ArrayBufferLike>()

/** Kernels with memory of their own, as those of shared memory have: what lies elsewhere is copied, and new memory holds rubbish. */
export const copyingKernels: Kernels = {
  ...referenceKernels,
  allocate(rows, cols) {
    const matrix = createMatrix(rows, cols, 4711)
    ofCopyingKernels.add(matrix.data.buffer)
    return matrix
  },
  share(matrix, spare) {
    if (ofCopyingKernels.has(matrix.data.buffer)) return matrix
    const { rows, cols, data } = matrix
    const copy = spare?.rows === rows && spare.cols === cols ? spare : copyingKernels.allocate(rows, cols)
    copy.data.set(data)
    return copy
  },
}
