import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Peer } from './benchmark.js'

const PYTHON = '/usr/bin/python3'
/** Folder of the peers' scripts; SECTORCAST_PEERS points elsewhere. */
const FOLDER = process.env.SECTORCAST_PEERS ?? '../shared/peers'
/** Folder of the workloads' inputs; PERF_DATA points elsewhere. */
export const PERF_DATA = process.env.PERF_DATA ?? 'peers-data'

function python(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  return execFileSync(PYTHON, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PERF_DATA, ...environment },
  })
}

/** Path of a peer's script. */
export function scriptOf({ folder = FOLDER, script }: Peer): string {
  return join(folder, script)
}

/** Why a peer can not run here; undefined when it can. */
export function peerMissing(peer: Peer): string | undefined {
  if (!existsSync(scriptOf(peer))) return `${scriptOf(peer)} is missing`
  for (const module of peer.modules)
    try {
      execFileSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' })
    } catch {
      return `${PYTHON} has no ${module}`
    }
  return undefined
}

/** Seconds that one run of a peer reports. */
export function runPeer(peer: Peer, environment: Readonly<Record<string, string>> = {}): number {
  const printed = python([scriptOf(peer), ...peer.args], { ...peer.environment, ...environment })
  return peer.seconds(JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Record<string, unknown>)
}

/**
 * Makes the inputs of workloads that are not there yet.
 * @throws Error when they are absent and can not be made
 */
export function ensureWorkloads(names: readonly string[]): void {
  const meta = join(PERF_DATA, 'meta.json')
  const known = existsSync(meta) ? (JSON.parse(readFileSync(meta, 'utf8')) as Record<string, unknown>) : {}
  const missing = names.filter((name) => known[name] === undefined)
  if (missing.length === 0) return
  mkdirSync(PERF_DATA, { recursive: true })
  python([join(FOLDER, 'generate.py'), ...missing])
}

/** Shape and other facts of a workload. */
export function workload(name: string): Readonly<Record<string, number>> {
  const meta = JSON.parse(readFileSync(join(PERF_DATA, 'meta.json'), 'utf8')) as Record<string, Record<string, number>>
  return meta[name]
}

function binary(name: string): ArrayBuffer {
  const bytes = readFileSync(join(PERF_DATA, `${name}.bin`))
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
}

/** A workload's binary of 32-bit floats. */
export function floats(name: string): Float32Array {
  return new Float32Array(binary(name))
}

/** A workload's binary of 64-bit floats. */
export function doubles(name: string): Float64Array {
  return new Float64Array(binary(name))
}
