import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { areUnchanged, cachedSources, fileStates, type CachedSource } from '../../../datasets/bars/cache-sources.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { temporaryFolder } from '../../fixtures/command-line.js'

const root = temporaryFolder()
mkdirSync(join(root, 'sub'))
const names = ['a.csv', 'sub/b.csv']
const folder = openDataFolder(root)
const pathOf = (name: string): string => join(root, name)
const shaOf = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(pathOf(name)))
    .digest('hex')
const shas = (): Record<string, string> => Object.fromEntries(names.map((name) => [name, shaOf(name)]))

/** As if the files had been read that long after now. */
function note(laterMs: number): CachedSource[] {
  const before = fileStates(folder, names)
  const sources = before && cachedSources(folder, before, shas(), Date.now() + laterMs)
  if (sources === undefined) throw new Error('the files changed')
  return sources
}

beforeEach(() => {
  for (const name of names) writeFileSync(pathOf(name), `content of ${name}`)
})

describe('files that were read', () => {
  it('are unchanged until one is written, touched, replaced, renamed or removed', () => {
    const change: readonly (() => void)[] = [
      () => writeFileSync(pathOf('a.csv'), 'content of A.csv'),
      () => writeFileSync(pathOf('a.csv'), 'longer content of a.csv'),
      () => utimesSync(pathOf('a.csv'), 1, 1),
      () => rmSync(pathOf('sub/b.csv')),
      () => {
        writeFileSync(pathOf('new'), 'content of a.csv')
        renameSync(pathOf('new'), pathOf('a.csv'))
      },
    ]
    for (const changed of change) {
      const noted = note(10_000)
      expect(areUnchanged(folder, names, noted)).toBe(true)
      changed()
      expect(areUnchanged(folder, names, noted)).toBe(false)
      for (const name of names) writeFileSync(pathOf(name), `content of ${name}`)
    }
  })

  it('a time of change that is set back does not hide a change', () => {
    const { atime, mtime } = statSync(pathOf('a.csv'))
    const noted = note(10_000)
    writeFileSync(pathOf('a.csv'), 'CONTENT of a.csv')
    utimesSync(pathOf('a.csv'), atime, mtime)
    expect(areUnchanged(folder, names, noted)).toBe(false)
  })

  it('are other files when there are more, fewer, or another order of them', () => {
    const noted = note(10_000)
    expect(areUnchanged(folder, names.slice(0, 1), noted)).toBe(false)
    expect(areUnchanged(folder, [...names, 'a.csv'], noted)).toBe(false)
    expect(areUnchanged(folder, names.toReversed(), noted)).toBe(false)
  })

  it('that had just changed are told by their content: the times may be those of another change', () => {
    expect(note(10_000).map(({ settled }) => settled)).toEqual([true, true])
    const noted = note(0)
    expect(noted.map(({ settled }) => settled)).toEqual([false, false])
    expect(areUnchanged(folder, names, noted)).toBe(true)
    // The same size and the same times, as a clock that ticks seldom gives them.
    writeFileSync(pathOf('a.csv'), 'CONTENT of a.csv')
    const states = fileStates(folder, names) ?? []
    const racy = noted.map((source, i) => ({ ...source, signature: states[i].signature }))
    expect(areUnchanged(folder, names, racy)).toBe(false)
  })

  it('with a time of change in the future are never settled', () => {
    const future = Date.now() / 1000 + 86_400
    utimesSync(pathOf('a.csv'), future, future)
    expect(note(10_000).map(({ settled }) => settled)).toEqual([false, true])
  })

  it('are not noted when they changed meanwhile, or others were read', () => {
    const before = fileStates(folder, names) ?? []
    const read = shas()
    expect(cachedSources(folder, before, { 'a.csv': read['a.csv'] }, Date.now())).toBeUndefined()
    expect(cachedSources(folder, before, { 'a.csv': read['a.csv'], c: 'x' }, Date.now())).toBeUndefined()
    writeFileSync(pathOf('a.csv'), 'other')
    expect(cachedSources(folder, before, read, Date.now())).toBeUndefined()
  })

  it('that are not there have no state', () => {
    expect(fileStates(folder, ['a.csv', 'none.csv'])).toBeUndefined()
  })
})
