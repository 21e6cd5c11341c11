import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BARS } from '../fixtures/hostile-bytes.js'
import { expectHarmless, holdsSecret, hostileGround, type Attempt } from '../fixtures/hostile-ground.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const ground = hostileGround()
const out = join(ground.outer, 'out')
const MODELS = 'models: { momentum: { feature: relative_strength_21 } }'
const DEEP = 100_000

beforeAll(() => {
  writeSmallMarket(ground.data)
  for (const symbol of ['AAA', 'BBB', 'CCC', 'DDD', 'MKT']) writeFileSync(join(ground.outside, `${symbol}.csv`), BARS)
  ground.link('away', ground.outside)
})

function walk(yaml: string | Uint8Array): Attempt {
  const file = join(ground.outer, 'bad.yaml')
  writeFileSync(file, yaml)
  return ground.attempt(['walk-forward', file, '--data', ground.data, '--out', out, '--threads', '1'])
}

function expectEnd(attempt: Attempt, status: number, message: string): void {
  expectHarmless(attempt)
  expect(attempt.message).toContain(message)
  expect([attempt.status, attempt.stdout]).toEqual([status, ''])
  expect(existsSync(out)).toBe(false)
}

const OUT = 'lies outside of the data folder'
const stocks = (data: string, universe: string): Record<string, string> => ({
  data: `data: { source: stocks, ${data} }`,
  universe: `universe: { benchmark: MKT, ${universe} }`,
})

describe('paths of an experiment never lead out of the data folder: exit code 3', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a folder above', { data: 'data: { source: csv, folder: ../outside }' }, OUT],
    ['an absolute folder', { data: 'data: { source: csv, folder: /etc }' }, OUT],
    ['a linked folder', { data: 'data: { source: csv, folder: away }' }, OUT],
    ['a folder that is not there', { data: 'data: { source: csv, folder: nowhere }' }, 'nowhere: no such folder'],
    ['a pattern that leads out', { data: 'data: { source: csv, file: "../outside/{symbol}.csv" }' }, OUT],
    ['a pattern that is absolute', { data: 'data: { source: csv, file: "/etc/{symbol}" }' }, OUT],
    [
      'a pattern that goes on behind the symbol',
      { data: 'data: { source: csv, file: "{symbol}/../../outside/SECRET.csv" }' },
      OUT,
    ],
    ['all stocks of a linked folder', stocks('folder: away', 'members: nowhere'), 'nowhere: no such folder'],
    ['memberships of a linked folder', stocks('file: "{symbol}.csv"', 'members: away'), OUT],
    ['memberships above', stocks('file: "{symbol}.csv"', 'members: ..'), OUT],
    ['a path with a NUL', { data: 'data: { source: csv, folder: "a\\0b" }' }, OUT],
  ])('%s', (_, replace, message) => {
    expectEnd(walk(smallExperiment({ models: MODELS, ...replace })), 3, message)
  })

  it('and a pattern of no symbol is a mistake in the experiment', () => {
    expectEnd(
      walk(smallExperiment({ models: MODELS, data: 'data: { source: csv, file: AAA.csv }' })),
      2,
      'expected one {symbol} in it',
    )
  })
})

describe('symbols that are none: exit code 2 with file, line and field', () => {
  it.each([
    ['traversal', '../outside/SECRET'],
    ['a NUL', 'A\\0B'],
    ['a line break', 'A\\nB'],
    ['an escape', '\\e[31m'],
    ['an emoji', '😀'],
    ['300 characters', 'A'.repeat(300)],
  ])('%s', (_, symbol) => {
    const universe = `universe: { benchmark: MKT, sectors: { AAA: energy, "${symbol}": utilities } }`
    expectEnd(walk(smallExperiment({ models: MODELS, universe })), 2, 'bad.yaml:5: universe.sectors.')
  })

  it('two that differ by case are two files', () => {
    const universe = 'universe: { benchmark: MKT, sectors: { AAA: energy, aaa: utilities } }'
    expectEnd(
      walk(smallExperiment({ models: MODELS, universe })),
      3,
      'aaa.csv: no such file for symbol "aaa", there is "AAA.csv"',
    )
  })
})

describe('hostile YAML: exit code 2 with file and line', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]}, `.repeat(8)}]`),
  ].join('\n')
  it.each<[string, () => string | Uint8Array, string]>([
    ['aliases of aliases', () => bomb, 'bad.yaml: Excessive alias count'],
    [
      'a function for a tag',
      () => smallExperiment({ seed: 'seed: !!js/function "function () { return 1 }"' }),
      'bad.yaml:3: Unresolved tag',
    ],
    ['a key twice', () => `${smallExperiment()}seed: 12\n`, 'bad.yaml:12: key "seed" stands twice in the same map'],
    [
      '__proto__ at the top',
      () => `${smallExperiment()}__proto__: { polluted: 1 }\n`,
      'bad.yaml:12: __proto__: unknown key "__proto__"',
    ],
    [
      'constructor at the top',
      () => `${smallExperiment()}constructor: { prototype: { polluted: 1 } }\n`,
      'unknown key "constructor"',
    ],
    [
      'a feed named constructor',
      () => `${smallExperiment()}feeds: { constructor: { source: 1 } }\n`,
      'bad.yaml:12: feeds.constructor',
    ],
    [
      'a model named toString',
      () => smallExperiment({ models: 'models: { toString: {} }' }),
      'bad.yaml:9: models.toString: model "toString" is unknown',
    ],
    [
      'a rule named __proto__',
      () => smallExperiment({ decision: 'decision: { rule: __proto__ }' }),
      'bad.yaml:10: decision.rule',
    ],
    [
      'a feature named constructor',
      () => smallExperiment({ features: 'features: [constructor]' }),
      'bad.yaml:7: features.0',
    ],
    ['brackets nested deep', () => '['.repeat(DEEP), 'bad.yaml:1: '],
    ['maps nested deep', () => `name: ${'{a: '.repeat(DEEP)}`, 'bad.yaml:1: '],
    ['an ANSI escape in a value', () => smallExperiment({ seed: 'seed: "\\e[2J"' }), 'bad.yaml:3: seed'],
    ['a NUL byte', () => smallExperiment({ seed: 'seed: 1\0' }), 'bad.yaml:3'],
    ['a binary file', () => Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256), 'bad.yaml'],
    ['an empty file', () => '', 'bad.yaml'],
    ['a list', () => '- 1\n', 'bad.yaml'],
    ['a number beyond a double', () => smallExperiment({ seed: 'seed: 1e309' }), 'bad.yaml:3: seed'],
    [
      'a date of a year that is none',
      () => smallExperiment({ walkForward: 'walkForward: { from: 275761-01-01 }' }),
      'bad.yaml:8: walkForward.from: expected a date',
    ],
    [
      'a refit without end',
      () => smallExperiment({ walkForward: 'walkForward: { from: 2011-06-01, refit: .inf }' }),
      'bad.yaml:8: walkForward.refit',
    ],
  ])('%s', (_, make, message) => {
    expectEnd(walk(make()), 2, message)
  })
})

describe('a family of the user', () => {
  const family = (name: string): Attempt => ground.attempt(['universe', '--family', name, '--json'])
  const write = (yaml: string): string => {
    writeFileSync(join(ground.outer, 'family.yaml'), yaml)
    return join(ground.outer, 'family.yaml')
  }

  it('is the file that the command line names, wherever it lies', () => {
    const member = '{ symbol: AAA, sector: energy, firstSession: 2010-01-04 }'
    const text = `id: own\nlabel: Own\nissuer: me\nscheme: GICS\nbase: none\nweighting: equal\nmembers: [${member}]\n`
    writeFileSync(join(ground.outside, 'family.yaml'), text)
    const attempt = family(join(ground.data, '..', 'outside', 'family.yaml'))
    expectHarmless(attempt)
    expect([attempt.status, JSON.parse(attempt.stdout)]).toMatchObject([0, { family: 'own', tickers: ['AAA'] }])
  })

  it.each<[string, () => string, string]>([
    ['a family of this name', () => '../nowhere.yaml', 'nowhere.yaml: no such file'],
    [
      'aliases of aliases',
      () =>
        write(
          'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n',
        ),
      'family.yaml',
    ],
    ['a tag', () => write('id: !!js/function "x"\n'), 'family.yaml:1: Unresolved tag'],
    ['__proto__', () => write('id: x\n__proto__: { label: y }\n'), 'family.yaml:2: __proto__: unknown key "__proto__"'],
    ['UTF-16', () => write('\uFFFE'), 'family.yaml'],
    [
      'a pipe',
      () => (ground.pipe(join(ground.outer, 'pipe.yaml')), join(ground.outer, 'pipe.yaml')),
      'pipe.yaml: is not a regular file',
    ],
    ['a family of the prototype', () => '__proto__', '"__proto__"'],
    [
      'a folder',
      () => (ground.write('folder.yaml/x', ''), join(ground.data, 'folder.yaml')),
      'folder.yaml: is not a regular file',
    ],
  ])('%s: exit code 2', (_, make, message) => {
    expectEnd(family(make()), 2, message)
  })
})

describe('a run on good data', () => {
  it('holds nothing of what lies outside', () => {
    const attempt = walk(smallExperiment({ models: MODELS }))
    expectHarmless(attempt)
    expect([attempt.status, holdsSecret(out), holdsSecret(ground.outside)]).toEqual([0, false, true])
    const manifest = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as {
      data: { files: Record<string, string> }
    }
    expect(Object.keys(manifest.data.files).sort()).toEqual(['AAA.csv', 'BBB.csv', 'CCC.csv', 'DDD.csv', 'MKT.csv'])
  })
})
