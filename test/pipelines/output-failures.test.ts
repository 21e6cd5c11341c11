import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { writeSmallMarket } from '../fixtures/small-market.js'

const folder = temporaryFolder()
const FULL = '/dev/full'
const canBeFull = existsSync(FULL)
if (!canBeFull) process.stderr.write(`skipped: no device ${FULL} here\n`)

describe.skipIf(!canBeFull)('a standard output that takes nothing', () => {
  it('ends with exit code 1 and one line that says so', () => {
    const full = openSync(FULL, 'w')
    const { status, stderr } = spawnSync(process.execPath, [resolve('dist/pipelines/cli.js'), 'doctor', '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^standard output: the result can not be written, ENOSPC[^\n]*\n$/)
  })
})

describe('a folder for results', () => {
  it('of simulate is looked at before anything is read or simulated', () => {
    const taken = join(folder, 'taken')
    mkdirSync(taken)
    writeFileSync(join(taken, 'mine.txt'), 'mine')
    const { status, stderr } = sectorcast(['simulate', taken, '--experiment', join(folder, 'none.yaml')])
    expect([status, stderr]).toEqual([2, `folder "${taken}" is not empty\n`])
  })

  it('of simulate and gma is not left behind empty where nothing comes of it', () => {
    const fresh = join(folder, 'fresh')
    expect(sectorcast(['simulate', fresh, '--experiment', join(folder, 'none.yaml')]).status).toBe(2)
    expect(existsSync(fresh)).toBe(false)
    const data = join(folder, 'data')
    writeSmallMarket(data, (rows, symbol) => (symbol === 'BBB' ? rows.slice(0, 1) : rows))
    const asked = ['--symbols', 'AAA,BBB', '--benchmark', 'MKT', '--out', fresh]
    expect(sectorcast(['gma', data, ...asked]).status).toBe(3)
    expect(existsSync(fresh)).toBe(false)
  })
})
