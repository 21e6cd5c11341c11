import { KERNEL_BYTES } from './wasm-bytes.js'

/** An address in the memory of an instance, in bytes. */
export type Address = number

type Run = (...addressesAndNumbers: readonly number[]) => void

/** The functions of `assembly/kernels.ts`. */
type KernelFunctions = Readonly<
  Record<
    | 'add'
    | 'addGrowth'
    | 'beta'
    | 'coHalves'
    | 'coNewest'
    | 'correlation'
    | 'deviation'
    | 'higherHalves'
    | 'higherNewest'
    | 'kurtosis'
    | 'larger'
    | 'latestMax'
    | 'latestMin'
    | 'logRatio'
    | 'meanPlusScaled'
    | 'momentsHalves'
    | 'momentsNewest'
    | 'present'
    | 'rankRows'
    | 'rankTop'
    | 'robustZ'
    | 'rollingMedian'
    | 'rollingRank'
    | 'rotate'
    | 'scaled'
    | 'skewness'
    | 'smaller'
    | 'trendHalves'
    | 'trendNewest'
    | 'zScore',
    Run
  >
>

/** One instance of the compiled kernels with a memory of its own; a thread has one. Its memory holds nothing between calls. */
export interface WasmInstance {
  readonly run: KernelFunctions
  /** Makes at least so many bytes available from {@link SCRATCH} on; views taken before may be void. */
  reserve(bytes: number): void
  /** The memory; element i is at address 8 i. To be asked for anew after `reserve`. */
  view(): Float64Array
}

/** First address that is free for use. */
export const SCRATCH: Address = 65_536

const PAGE = 65_536

interface Exports extends KernelFunctions {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
}

// The types of Node do not declare it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** Compiles and instantiates the kernels, which takes milliseconds. */
export function createWasmInstance(): WasmInstance {
  const bytes = Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0))
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports
  const { memory } = exports
  let view = new Float64Array(memory.buffer)
  return {
    run: exports,
    reserve(wanted) {
      const missing = SCRATCH + wanted - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
      if (view.buffer !== memory.buffer) view = new Float64Array(memory.buffer)
    },
    view: () => view,
  }
}
