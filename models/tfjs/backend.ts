import type * as TensorFlow from '@tensorflow/tfjs'
import util from 'node:util'

/** The tensor library, with the backend that computes. */
export interface TensorBackend {
  readonly tf: typeof TensorFlow
  /** `tensorflow` is the native library, `cpu` plain JavaScript. */
  readonly name: 'tensorflow' | 'cpu'
  /** Version of TensorFlow.js. */
  readonly version: string
  /** Why this backend is the one in use: one sentence. */
  readonly reason: string
}

/** How the two packages are imported; replaced in tests. */
export interface TensorImporters {
  /** The optional native package; rejects where it is not installed or does not load. */
  native(): Promise<unknown>
  /** The package in plain JavaScript. */
  portable(): Promise<unknown>
}

// A variable, because the compiler would refuse the name of a package that may not be installed.
const NATIVE: string = 'tfjs-node-native'

const PACKAGES: TensorImporters = {
  native: () => import(/* @vite-ignore */ NATIVE),
  portable: () => import('@tensorflow/tfjs'),
}

/**
 * Loads TensorFlow.js: the native library where it is installed and works, else plain JavaScript. Nothing is printed: the
 * library's production mode is switched on, which silences its banner and warnings.
 * @throws Error when not even the JavaScript package loads
 */
export async function loadTensorBackend(importers: TensorImporters = PACKAGES): Promise<TensorBackend> {
  let reason: string
  try {
    restoreRemovedUtilities()
    // The native library writes its own greeting to stderr, below the reach of JavaScript.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
    const tf = await activate(await importers.native(), 'tensorflow')
    return { tf, name: 'tensorflow', version: tf.version.tfjs, reason: 'The native TensorFlow library is installed.' }
  } catch (error) {
    reason = reasonOf(error)
  }
  const tf = await activate(await importers.portable(), 'cpu')
  return { tf, name: 'cpu', version: tf.version.tfjs, reason }
}

async function activate(imported: unknown, name: TensorBackend['name']): Promise<typeof TensorFlow> {
  // Both packages are CommonJS: all of their exports are on the default, not all of them beside it.
  const { default: whole = imported } = imported as { default?: unknown }
  const tf = whole as typeof TensorFlow
  tf.enableProdMode()
  if (!(await tf.setBackend(name))) throw new Error(`its backend "${name}" did not start`)
  return tf
}

function reasonOf(error: unknown): string {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) }
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(NATIVE))
    return 'The native TensorFlow library is not installed.'
  return `The native TensorFlow library failed to load: ${message.split('\n')[0]}`
}

/** The native package still calls two utilities that Node.js 23 removed. */
function restoreRemovedUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>
  utilities.isArray ??= Array.isArray
  utilities.isNullOrUndefined ??= (value: unknown): boolean => value === null || value === undefined
}
