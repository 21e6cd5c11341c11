import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { ConfigError, DataError } from '../../../src/core/errors.js'
import { temporaryFolder } from '../../fixtures/command-line.js'

const top = temporaryFolder()
const root = join(top, 'data')
mkdirSync(join(root, 'sub', 'deeper'), { recursive: true })
mkdirSync(join(top, 'data-next-door'))
writeFileSync(join(top, 'secret.csv'), 'secret')
writeFileSync(join(top, 'data-next-door', 'secret.csv'), 'secret')
writeFileSync(join(root, 'a.csv'), 'one')
writeFileSync(join(root, 'sub', 'b.csv'), 'two')
writeFileSync(join(root, 'sub', 'deeper', 'c.csv'), 'three')
writeFileSync(join(root, '.hidden'), 'not data')
symlinkSync(join(top, 'secret.csv'), join(root, 'out.csv'))
symlinkSync(join(root, 'a.csv'), join(root, 'inside.csv'))
symlinkSync(top, join(root, 'up'))
symlinkSync(root, join(root, 'sub', 'circle'))
symlinkSync(join(root, 'nowhere'), join(root, 'dangling.csv'))
execFileSync('mkfifo', [join(root, 'pipe.csv')])

const folder = openDataFolder(root)

describe('a data folder', () => {
  it('reads files with their checksums, in subfolders too', () => {
    expect(Buffer.from(folder.read('a.csv').bytes).toString()).toBe('one')
    expect(folder.read('sub/b.csv')).toMatchObject({
      file: join(root, 'sub/b.csv'),
      sha256: createHash('sha256').update('two').digest('hex'),
    })
    expect(Buffer.from(folder.within('sub').read('deeper/c.csv').bytes).toString()).toBe('three')
    expect(Buffer.from(folder.read('inside.csv').bytes).toString()).toBe('one')
  })

  it('gives plain bytes: a slice of them is a copy, also of a small file', () => {
    const { bytes } = folder.read('a.csv')
    expect(Buffer.isBuffer(bytes)).toBe(false)
    expect(new TextDecoder().decode(bytes.slice().buffer)).toBe('one')
  })

  it('lists what lies in it, sorted, without hidden files, pipes and links that lead out or in a circle', () => {
    expect(folder.list()).toEqual(['a.csv', 'inside.csv', 'sub/b.csv', 'sub/deeper/c.csv'])
    expect(folder.within('sub').list()).toEqual(['b.csv', 'deeper/c.csv'])
  })

  it.each([
    ['..', 'lies outside of the data folder'],
    ['../secret.csv', 'lies outside of the data folder'],
    ['../data-next-door/secret.csv', 'lies outside of the data folder'],
    ['sub/../../secret.csv', 'lies outside of the data folder'],
    ['/etc/passwd', 'lies outside of the data folder'],
    ['a.csv\0.txt', 'lies outside of the data folder'],
    ['', 'lies outside of the data folder'],
    ['out.csv', 'lies outside of the data folder'],
    ['up/secret.csv', 'lies outside of the data folder'],
    ['pipe.csv', 'is not a regular file'],
    ['sub', 'is not a regular file'],
    ['missing.csv', 'no such file'],
    ['dangling.csv', 'no such file'],
    [`${'x'.repeat(300)}.csv`, 'can not be read (ENAMETOOLONG)'],
  ])('refuses %j', (name, problem) => {
    expect(() => folder.read(name)).toThrow(DataError)
    expect(() => folder.read(name)).toThrow(problem)
  })

  it('does not leave the whole folder from a subfolder either, but may go back to its top', () => {
    const sub = folder.within('sub')
    expect(Buffer.from(sub.read('../a.csv').bytes).toString()).toBe('one')
    expect(() => sub.read('../../secret.csv')).toThrow('lies outside of the data folder')
    expect(() => folder.within('..')).toThrow('lies outside of the data folder')
    expect(() => folder.within('up').read('secret.csv')).toThrow('lies outside of the data folder')
  })

  it('says what it has', () => {
    expect(folder.has('a.csv')).toBe(true)
    expect(folder.has('sub')).toBe(true)
    for (const name of ['missing.csv', 'out.csv', '../secret.csv', 'up/secret.csv', 'dangling.csv'])
      expect(folder.has(name)).toBe(false)
  })

  it('tells of every file that is read, by its name below the folder that was opened', () => {
    const seen: string[] = []
    const told = openDataFolder(root, (name, sha256) => seen.push(`${name} ${sha256.slice(0, 4)}`))
    told.read('a.csv')
    told.within('sub').within('deeper').read('c.csv')
    told.within('sub').read('../a.csv')
    expect(() => told.read('missing.csv')).toThrow('no such file')
    const sum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 4)
    expect(seen).toEqual([`a.csv ${sum('one')}`, `sub/deeper/c.csv ${sum('three')}`, `a.csv ${sum('one')}`])
  })

  it('refuses a folder that is none', () => {
    expect(() => openDataFolder(join(top, 'nowhere'))).toThrow(ConfigError)
    expect(() => openDataFolder(join(root, 'a.csv'))).toThrow(/can not be opened \(ENOTDIR\)/)
  })
})
