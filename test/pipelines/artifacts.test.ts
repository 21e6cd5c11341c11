import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  inArtifact,
  openEmptyFolder,
  openRunFolder,
  readBytes,
  readJson,
  readRecord,
  readText,
  removeArtifacts,
  requireRunFolder,
  RUN_FILES,
  writeArtifact,
  writeJson,
} from '../../pipelines/artifacts.js'
import { ArtifactError, ConfigError } from '../../src/core/errors.js'
import { encodeRecord } from '../../src/core/records.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'artifacts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const record = { kind: 'numbers', header: { unit: 'percent' }, arrays: { values: Float64Array.of(1, NaN, -2.5) } }

describe('openRunFolder', () => {
  it('makes a folder, with those above it, and takes an empty one', () => {
    const deep = join(folder, 'runs', 'first')
    openRunFolder(deep)
    expect(readdirSync(deep)).toEqual([])
    openRunFolder(deep)
  })

  it('takes the folder of an earlier run', () => {
    writeFileSync(join(folder, RUN_FILES.manifest), '{"schema":"sectorcast.run/1"}')
    writeFileSync(join(folder, RUN_FILES.report), '{}')
    openRunFolder(folder)
    expect(readdirSync(folder)).toHaveLength(2)
  })

  it('refuses a folder that holds something else, and leaves it as it is', () => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    const open = (): void => openRunFolder(folder)
    expect(open).toThrow(ConfigError)
    expect(open).toThrow(`folder "${folder}" is not empty and no run folder (no run.json of this program)`)
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('mine')
  })

  it.skipIf(!existsSync('/proc/self'))('refuses where no folder can be made, at once', () => {
    expect(() => openRunFolder('/proc/nowhere/at-all')).toThrow('folder "/proc/nowhere/at-all" can not be used')
    expect(() => writeArtifact('/proc/nowhere', 'deep/file', '')).toThrow('can not be written')
  })

  it('can be asked beforehand, and makes nothing then', () => {
    requireRunFolder(join(folder, 'later'))
    requireRunFolder(folder)
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    expect(() => requireRunFolder(folder)).toThrow('is not empty and no run folder')
  })

  it('refuses a path that is a file', () => {
    const path = join(folder, 'file')
    writeFileSync(path, '')
    expect(() => openRunFolder(path)).toThrow(ConfigError)
    expect(() => openRunFolder(path)).toThrow(`folder "${path}" can not be used`)
  })
})

describe('a plain file where a folder should be', () => {
  it('is told in one line by what writes below it, and left as it is', () => {
    writeFileSync(join(folder, 'tear-sheets'), 'mine')
    const path = join(folder, 'tear-sheets/one.html')
    expect(() => writeArtifact(folder, 'tear-sheets/one.html', 'page')).toThrow(ConfigError)
    expect(() => writeArtifact(folder, 'tear-sheets/one.html', 'page')).toThrow(
      new RegExp(`^"${path}" can not be written \\((ENOTDIR|EEXIST)\\)$`),
    )
    expect(readFileSync(join(folder, 'tear-sheets'), 'utf8')).toBe('mine')
  })

  it('is no run folder, which is no damage of one', () => {
    const path = join(folder, 'script.sh')
    writeFileSync(path, '')
    expect(() => readText(path, RUN_FILES.manifest)).toThrow(ConfigError)
    expect(() => readText(path, RUN_FILES.manifest)).toThrow(`"${path}" is a file, expected a run folder`)
    // Of a folder that is there, what lies below a file is damage.
    expect(() => readText(folder, 'script.sh/model.bin')).toThrow(ArtifactError)
  })
})

describe('openEmptyFolder', () => {
  it('takes nothing but an empty folder, not even a run', () => {
    openEmptyFolder(join(folder, 'new'))
    expect(existsSync(join(folder, 'new'))).toBe(true)
    rmSync(join(folder, 'new'), { recursive: true })
    writeFileSync(join(folder, RUN_FILES.manifest), '{}')
    expect(() => openEmptyFolder(folder)).toThrow(`folder "${folder}" is not empty`)
  })
})

describe('writing', () => {
  it('puts text and bytes where they belong and leaves nothing else behind', () => {
    writeArtifact(folder, 'a.txt', 'text')
    writeArtifact(folder, join('models', 'b.bin'), Uint8Array.of(1, 2, 255))
    expect(readText(folder, 'a.txt')).toBe('text')
    expect([...readBytes(folder, join('models', 'b.bin'))]).toEqual([1, 2, 255])
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['a.txt', 'models', join('models', 'b.bin')])
  })

  it('replaces a file as a whole', () => {
    writeArtifact(folder, 'a.txt', 'a long first version')
    writeArtifact(folder, 'a.txt', 'short')
    expect(readText(folder, 'a.txt')).toBe('short')
  })

  it('leaves the earlier file as it was when the new one can not be written', () => {
    writeArtifact(folder, 'a.txt', 'first')
    // A folder where the new bytes are staged: writing them fails as it would on a full disk.
    mkdirSync(join(folder, `a.txt.${process.pid}.partial`))
    expect(() => writeArtifact(folder, 'a.txt', 'second')).toThrow()
    expect(readText(folder, 'a.txt')).toBe('first')
  })

  it('a run that stopped while writing does not disturb the next', () => {
    writeFileSync(join(folder, `a.txt.${process.pid}.partial`), 'the beginning of something lo')
    writeArtifact(folder, 'a.txt', 'whole')
    expect(readText(folder, 'a.txt')).toBe('whole')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  it('JSON ends in a line break and reads back', () => {
    writeJson(folder, 'a.json', { b: [1, null, 'x'] })
    expect(readText(folder, 'a.json')).toMatch(/\}\n$/)
    expect(readJson(folder, 'a.json')).toEqual({ b: [1, null, 'x'] })
  })

  it('removes files and folders by name, missing ones without complaint, and no others', () => {
    writeArtifact(folder, join('models', 'b.bin'), 'b')
    writeArtifact(folder, 'a.txt', 'a')
    writeArtifact(folder, 'keep.txt', 'k')
    removeArtifacts(folder, ['models', 'a.txt', 'never-there'])
    expect(readdirSync(folder)).toEqual(['keep.txt'])
  })
})

describe('reading', () => {
  it('what no step has written yet is named, with what to do', () => {
    for (const read of [readText, readJson, readBytes]) {
      expect(() => read(folder, 'scores.json')).toThrow(ConfigError)
      expect(() => read(folder, 'scores.json')).toThrow(
        `"${folder}" has no scores.json: run the step that writes it first`,
      )
    }
  })

  it('what can not be read is an artifact error', () => {
    mkdirSync(join(folder, 'scores.json'))
    expect(() => readText(folder, 'scores.json')).toThrow(ArtifactError)
    expect(() => readText(folder, 'scores.json')).toThrow('scores.json can not be read (EISDIR)')
  })

  it('JSON that is cut off is an artifact error that names the file', () => {
    writeFileSync(join(folder, 'a.json'), '{"b": [1, 2')
    expect(() => readJson(folder, 'a.json')).toThrow(ArtifactError)
    expect(() => readJson(folder, 'a.json')).toThrow(`${join(folder, 'a.json')} is not JSON`)
  })

  it('a record reads back to the same bits', () => {
    writeArtifact(folder, 'a.bin', encodeRecord(record))
    expect(readRecord(folder, 'a.bin', 'numbers')).toEqual(record)
  })

  it('every damaged, foreign or shortened record is an artifact error that names the file', () => {
    const whole = encodeRecord(record)
    const damaged = [...whole.keys()].map((at) => whole.map((byte, i) => (i === at ? byte ^ 0x10 : byte)))
    const shortened = [0, 1, 15, 16, whole.length - 8].map((length) => whole.slice(0, length))
    for (const bytes of [...damaged, ...shortened, new TextEncoder().encode('not a record at all')]) {
      writeArtifact(folder, 'a.bin', bytes)
      expect(() => readRecord(folder, 'a.bin', 'numbers')).toThrow(ArtifactError)
      expect(() => readRecord(folder, 'a.bin', 'numbers')).toThrow(`${join(folder, 'a.bin')}: `)
    }
    writeArtifact(folder, 'a.bin', whole)
    expect(() => readRecord(folder, 'a.bin', 'letters')).toThrow('a sectorcast numbers, expected letters')
  })

  it('a mistake that is none of the file keeps its own message', () => {
    writeArtifact(folder, 'a.bin', 'x')
    const decode = (): never => {
      throw new RangeError('out of range')
    }
    expect(() => inArtifact(folder, 'a.bin', decode)).toThrow(new RangeError('out of range'))
  })
})
