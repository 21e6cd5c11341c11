import { parentPort } from 'node:worker_threads'
import { createWasmInstance } from '../src/kernels/wasm-instance.js'
import { helpWith, type SharedJob } from './kernel-share.js'

const instance = createWasmInstance()
parentPort?.on('message', (shared: SharedJob) => {
  helpWith(instance, shared)
})
