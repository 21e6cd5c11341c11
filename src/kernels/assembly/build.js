// Compiles the kernels and writes them as a module of text, so that no file has to be found at run time. Does nothing where the
// module is already that of these sources.
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'

const folder = import.meta.dirname
const target = join(folder, '..', 'wasm-bytes.ts')
const options = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--runtime', 'stub', '--noAssert']

const hash = createHash('sha256').update(asc.version ?? '')
for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)))
const header = `// Generated from assembly/ (${hash.digest('hex')}); not to be edited.\n`

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(header)) {
  let bytes
  const { error, stderr } = await asc.main(
    ['kernels.ts', '--baseDir', folder, '--outFile', 'kernels.wasm', '--enable', 'simd', ...options],
    {
      writeFile(name, contents) {
        if (name === 'kernels.wasm') bytes = contents
      },
    },
  )
  if (error) throw new Error(`kernels: not compiled\n${stderr.toString()}`, { cause: error })
  const text = Buffer.from(bytes).toString('base64')
  writeFileSync(target, `${header}export const KERNEL_BYTES =\n  '${text}'\n`)
}
