import { execFileSync } from 'node:child_process'

/** Builds before the tests: the end-to-end tests and the worker threads run the built command line, not a stale one. */
export function setup(): void {
  execFileSync(process.execPath, ['src/kernels/assembly/build.js'], { stdio: 'inherit' })
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
}
