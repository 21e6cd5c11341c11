import { kernelsOf, workOf } from './kernel-job.js'
import type { Kernels } from './kernels.js'
import { createWasmInstance } from './wasm-instance.js'
import { runWork } from './work.js'

/** The kernels in WebAssembly, two columns an instruction, on the calling thread; equal to `referenceKernels` to the last bit. */
export function createWasmKernels(): Kernels {
  const instance = createWasmInstance()
  return kernelsOf((job) => runWork(workOf(instance, job)))
}
