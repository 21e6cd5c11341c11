import * as tf from '@tensorflow/tfjs'
import { spawnSync } from 'node:child_process'
import util from 'node:util'
import { describe, expect, it } from 'vitest'
import { loadTensorBackend } from '../../../models/tfjs/backend.js'

const portable = (): Promise<unknown> => Promise.resolve(tf)

describe('loadTensorBackend', () => {
  it('loads the real library, and what it loads computes', async () => {
    const backend = await loadTensorBackend()
    expect(backend.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(backend.tf.getBackend()).toBe(backend.name)
    expect(backend.reason).toMatch(/^The native TensorFlow library (is|failed).*/)
    const squares = backend.tf.tidy(() => [...backend.tf.square(backend.tf.tensor1d([1, 2, 3])).dataSync()])
    expect(squares).toEqual([1, 4, 9])
  })

  it('says that the native library is not installed where its package is missing', async () => {
    const missing = Object.assign(new Error("Cannot find package 'tfjs-node-native' imported from somewhere"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
    const backend = await loadTensorBackend({ native: () => Promise.reject(missing), portable })
    expect(backend.name).toBe('cpu')
    expect(backend.reason).toBe('The native TensorFlow library is not installed.')
    expect(backend.version).toBe(tf.version.tfjs)
  })

  it('quotes the first line of the failure where the native library is installed but does not load', async () => {
    for (const failure of [new Error('wrong glibc\nRequire stack:'), 'wrong glibc'])
      expect(
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a package may throw anything
        await loadTensorBackend({ native: () => Promise.reject(failure), portable }),
      ).toMatchObject({ name: 'cpu', reason: 'The native TensorFlow library failed to load: wrong glibc' })
  })

  it('does not mistake a missing dependency of the native library for a missing library', async () => {
    const missing = Object.assign(new Error("Cannot find module 'left-pad'"), { code: 'ERR_MODULE_NOT_FOUND' })
    const { reason } = await loadTensorBackend({ native: () => Promise.reject(missing), portable })
    expect(reason).toBe("The native TensorFlow library failed to load: Cannot find module 'left-pad'")
  })

  it('falls back where the native library loads but its backend does not start', async () => {
    const native = { default: { ...tf, setBackend: () => Promise.resolve(false) } }
    const backend = await loadTensorBackend({ native: () => Promise.resolve(native), portable })
    expect(backend.name).toBe('cpu')
    expect(backend.reason).toContain('its backend "tensorflow" did not start')
  })

  it('prefers a native library that works and starts its backend', async () => {
    const started: string[] = []
    const native = {
      ...tf,
      setBackend: (name: string) => {
        started.push(name)
        return Promise.resolve(true)
      },
    }
    const backend = await loadTensorBackend({
      native: () => Promise.resolve({ default: native }),
      portable: () => Promise.reject(new Error('not to be asked')),
    })
    expect(backend).toMatchObject({ name: 'tensorflow', reason: 'The native TensorFlow library is installed.' })
    expect(backend.tf).toBe(native)
    expect(started).toEqual(['tensorflow'])
  })

  it('restores the utilities that Node.js 23 removed before the native library is loaded', async () => {
    const utilities = util as unknown as Record<string, ((value: unknown) => boolean) | undefined>
    const { isArray, isNullOrUndefined } = utilities
    const seen: unknown[] = []
    try {
      delete utilities.isArray
      delete utilities.isNullOrUndefined
      const native = (): Promise<unknown> => {
        seen.push(utilities.isArray?.([]), utilities.isArray?.({ length: 0 }))
        seen.push(utilities.isNullOrUndefined?.(undefined), utilities.isNullOrUndefined?.(null))
        seen.push(utilities.isNullOrUndefined?.(0))
        return Promise.reject(new Error('seen enough'))
      }
      await loadTensorBackend({ native, portable })
    } finally {
      Object.assign(utilities, { isArray, isNullOrUndefined })
    }
    expect(seen).toEqual([true, false, true, true, false])
  })

  it('prints nothing, neither on import nor on the first tensor', () => {
    const script = `
      import { loadTensorBackend } from './dist/models/tfjs/backend.js'
      const { tf } = await loadTensorBackend()
      if (tf.sum(tf.tensor1d([1, 2])).dataSync()[0] !== 3) process.exit(9)`
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('silences a banner that the library prints by itself', () => {
    const script = `const tf = require('@tensorflow/tfjs'); tf.setBackend('cpu'); tf.tensor1d([1]).square().dataSync()`
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(stdout + stderr).toContain('looks like you are running TensorFlow.js in Node.js')
  })
})
