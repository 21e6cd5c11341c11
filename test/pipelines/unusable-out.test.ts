import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireRunFolder, requireWritable } from '../../pipelines/artifacts.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const folder = temporaryFolder()
const file = join(folder, 'file')
const data = join(folder, 'data')
const experiment = join(folder, 'small.yaml')
/** Where nobody makes a folder, not even who may do everything. */
const PROC = '/proc/nowhere/at-all'
const places = [join(file, 'below', 'deep'), ...(existsSync('/proc/self') ? [PROC] : [])]

beforeAll(() => {
  mkdirSync(data)
  writeSmallMarket(data)
  writeFileSync(file, 'mine')
  writeFileSync(experiment, smallExperiment())
})

describe('--out that can not be used', () => {
  it.each(
    ['run', 'walk-forward', 'backtest', 'train'].flatMap((command) => places.map((place) => [command, place] as const)),
  )('%s --out %s is refused before anything is read', (command, place) => {
    const { status, stdout, stderr } = sectorcast([command, experiment, '--data', data, '--out', place])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain(`folder "${place}" can not be used (`)
  })

  it.each(places)('features --out %s too', (place) => {
    const args = ['features', data, '--features', 'momentum_21', '--benchmark', 'MKT']
    const { status, stdout, stderr } = sectorcast([...args, '--out', join(place, 'table.csv')])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain(`folder "${place}" can not be used (`)
  })
})

describe('to be asked beforehand', () => {
  it('leaves nothing behind: neither folders nor files, whatever comes of it', () => {
    const before = readdirSync(folder)
    requireRunFolder(join(folder, 'new', 'deep', 'run'))
    requireWritable(join(folder, 'new'))
    expect(() => requireWritable(join(file, 'below'))).toThrow(
      `folder "${join(file, 'below')}" can not be used (ENOTDIR)`,
    )
    expect(readdirSync(folder)).toEqual(before)
    const own = join(folder, 'own')
    mkdirSync(own)
    writeFileSync(join(own, 'run.json'), '{"schema":"sectorcast.run/1"}')
    requireRunFolder(own)
    expect(readdirSync(own)).toEqual(['run.json'])
  })

  it('keeps a folder that was there, though it is empty', () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    requireRunFolder(join(empty, 'run'))
    requireRunFolder(empty)
    expect(readdirSync(empty)).toEqual([])
  })

  it('writes nothing at all into a folder of somebody else', () => {
    expect(() => requireRunFolder(data)).toThrow('is not empty and no run folder')
  })
})
