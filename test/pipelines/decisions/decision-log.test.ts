import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../pipelines/decisions/canonical-json.js'
import { decisionLog, hashOf, runIdentity } from '../../../pipelines/decisions/decision-log.js'
import { verifyLog, type LogAnchors, type VerifiedLog } from '../../../pipelines/decisions/decision-log-verify.js'
import { parseSession } from '../../../src/core/calendar.js'
import { ArtifactError } from '../../../src/core/errors.js'
import { matrixOver } from '../../../src/core/matrix.js'
import { checks } from '../../../src/decide/checks.js'
import { decideRotation } from '../../../src/decide/decide-rotation.js'
import { configured } from '../../../src/decide/decision-step.js'
import { policyOf } from '../../../src/decide/policy.js'

const dates = Int32Array.from(['2024-01-02', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-01'], parseSession)
const panel = { dates, assets: ['AAA', 'BBB', 'CCC'] }
const decisions = decideRotation(
  matrixOver(5, 3, Float64Array.of(1, 2, 3, 3, 2, 1, 1, 3, NaN, 2, 3, 1, 0.5, 0.25, 0.125)),
  [0, 1, 2, 3, 4],
  {
    policy: policyOf(['top-k', { k: 2 }], ['equal'], [['asset-cap', { most: 0.4 }]]),
    assets: panel.assets,
    sectors: ['energy', 'utilities', 'materials'],
    benchmarkWeights: Float64Array.of(1, 1, 1),
    closes: matrixOver(5, 3, new Float64Array(15).fill(50)),
    sessionsPerYear: 12,
    costRate: 0,
    preTrade: {
      checks: [
        configured('check', checks, 'restricted', { symbols: ['CCC'], outcome: 'warn' }),
        configured('check', checks, 'max-weight', { most: 0.3 }),
      ],
      volumes: matrixOver(5, 3, new Float64Array(15).fill(1000)),
      capital: 1000,
    },
  },
)
const IDENTITY = runIdentity('name: small\n', 'abc')
const { text, summary } = decisionLog(decisions, panel, IDENTITY)
const lines = text.trimEnd().split('\n')
const ANCHORS: LogAnchors = { identity: IDENTITY, head: summary.head, count: summary.count }

const verify = (changed: readonly string[], anchors: LogAnchors = ANCHORS): VerifiedLog =>
  verifyLog(changed.map((line) => `${line}\n`).join(''), 'decisions.jsonl', anchors)
const refused = (changed: readonly string[], anchors?: LogAnchors): string => {
  try {
    verify(changed, anchors)
  } catch (error) {
    expect(error).toBeInstanceOf(ArtifactError)
    return (error as Error).message
  }
  return 'is not refused'
}

describe('the log of decisions', () => {
  it('has a record for each, with who ranked where, what each step did, the checks and the weights', () => {
    expect(JSON.parse(lines[0])).toEqual({
      date: '2024-01-02',
      row: 0,
      ranked: [
        { symbol: 'CCC', score: 3, rank: 1 },
        { symbol: 'BBB', score: 2, rank: 2 },
        { symbol: 'AAA', score: 1, rank: 3 },
      ],
      steps: [
        { step: 'select top-k', note: 'top 2: CCC BBB', weights: { BBB: 1, CCC: 1 } },
        { step: 'weigh equal', note: '', weights: { BBB: 0.5, CCC: 0.5 } },
        {
          step: 'constrain asset-cap',
          note: 'at most 40.0% each: BBB from 50.0%, CCC from 50.0%',
          weights: { BBB: 0.4, CCC: 0.4 },
        },
      ],
      weights: {},
      reason:
        'top 2: CCC BBB; at most 40.0% each: BBB from 50.0%, CCC from 50.0%; warned by restricted (CCC); blocked by max-weight (BBB 40.0% above 30.0%, CCC 40.0% above 30.0%): holding on',
      checks: [
        { check: 'restricted', outcome: 'warn', faults: ['CCC'] },
        { check: 'max-weight', outcome: 'block', faults: ['BBB 40.0% above 30.0%', 'CCC 40.0% above 30.0%'] },
      ],
      holds: true,
      previous: IDENTITY,
      hash: (JSON.parse(lines[0]) as { hash: string }).hash,
    })
    expect(summary).toMatchObject({ count: 5, blocked: 5, warned: 1 })
  })

  it('names what a decision leaves as it is, and says nothing of it where there is no such asset', () => {
    const [, second] = decisions
    const some = decisionLog([{ ...second, kept: Uint8Array.of(0, 1, 1) }], panel, IDENTITY).text
    expect(JSON.parse(some)).toMatchObject({ kept: ['BBB', 'CCC'] })
    expect(verifyLog(some, 'decisions.jsonl', { identity: IDENTITY }).records).toBe(1)
    expect(text).not.toContain('"kept"')
  })

  it('is a chain: each hash is of everything else in its record, the hash before it too', () => {
    let previous = IDENTITY
    for (const line of lines) {
      const { hash, ...rest } = JSON.parse(line) as { hash: string; previous: string }
      expect(rest.previous).toBe(previous)
      // Keys are sorted in the text already: without its hash it is what was hashed.
      expect(
        createHash('sha256')
          .update(line.replace(`"hash":"${hash}",`, ''))
          .digest('hex'),
      ).toBe(hash)
      previous = hash
    }
    expect(summary.head).toBe(previous)
    expect(decisionLog(decisions, panel, IDENTITY).text).toBe(text)
    expect(decisionLog(decisions, panel, runIdentity('name: small\n', 'abd')).summary.head).not.toBe(previous)
  })

  it('that nobody touched is in order', () => {
    expect(verify(lines)).toEqual({ records: 5, identity: IDENTITY, head: summary.head })
    expect(verify(lines, {})).toEqual({ records: 5, identity: IDENTITY, head: summary.head })
    expect(verify([], { identity: IDENTITY, head: IDENTITY, count: 0 })).toMatchObject({ records: 0 })
  })
})

/** A record with another content and a hash that is right for it. */
function forged(line: string, changes: object): string {
  const rest: Record<string, unknown> = { ...(JSON.parse(line) as object), ...changes }
  delete rest.hash
  return canonicalJson({ ...rest, hash: hashOf(rest) })
}
const without = (...gone: number[]): string[] => lines.filter((_, i) => !gone.includes(i))
const replaced = (at: number, line: string): string[] => lines.map((old, i) => (i === at ? line : old))

describe('tampering is seen, at its line', () => {
  it.each<[string, string[], string]>([
    [
      'a weight',
      replaced(2, lines[2].replace('"BBB":0.4', '"BBB":0.9')),
      '3: was changed: its content does not have its hash',
    ],
    ['a note', replaced(0, lines[0].replace('top 2', 'top 3')), '1: was changed: its content does not have its hash'],
    [
      'a hash',
      replaced(1, lines[1].replace(/"hash":"./, '"hash":"x')),
      '2: was changed: its content does not have its hash',
    ],
    ['a blank', replaced(3, lines[3].replace('{', '{ ')), '4: was changed: it is not written as this program writes'],
    [
      'a key that is there twice',
      replaced(3, lines[3].replace('{', '{"row":7,')),
      '4: was changed: it is not written as this program writes',
    ],
    ['carriage returns', lines.map((line) => `${line}\r`), '1: was changed: it is not written as this program writes'],
    ['a byte order mark', replaced(0, `\uFEFF${lines[0]}`), '1: is no record: it was cut off or changed'],
    [
      'a record with a hash made for it',
      replaced(1, forged(lines[1], { weights: { AAA: 1 } })),
      '3: does not follow the record before it',
    ],
    [
      'the last record with a hash made for it',
      replaced(4, forged(lines[4], { weights: { AAA: 1 } })),
      '5: is not the last record that was written',
    ],
    ['the first record removed', without(0), '1: is not the first record of this run'],
    ['a record removed', without(2), '3: does not follow the record before it'],
    ['the last record removed', without(4), '5: is missing: there were 5 records'],
    ['all removed', [], '1: is missing: there were 5 records'],
    ['a copy inserted', [...lines.slice(0, 2), lines[1], ...lines.slice(2)], '3: does not follow the record before it'],
    [
      'a forged record inserted',
      [...lines.slice(0, 2), forged(lines[2], { previous: hashIn(1) }), ...lines.slice(2)],
      '4: does not follow the record before it',
    ],
    [
      'a forged record at the end',
      [...lines, forged(lines[2], { previous: summary.head })],
      '6: was added: there were 5 records',
    ],
    [
      'two records exchanged',
      [lines[0], lines[2], lines[1], lines[3], lines[4]],
      '2: does not follow the record before it',
    ],
    ['an empty line', [lines[0], '', ...lines.slice(1)], '2: is no record'],
    ['no record', replaced(1, '[]'), '2: is no record: it has no hashes'],
    ['a number', replaced(1, '7'), '2: is no record'],
    [
      'a depth without end',
      replaced(1, `{"hash":"a","previous":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
      '2: is no record',
    ],
    [
      'a record nested too deeply',
      replaced(1, `{"a":${'['.repeat(50)}${']'.repeat(50)},"hash":"a","previous":"b"}`),
      '2: is no record',
    ],
  ])('%s', (_, changed, message) => {
    expect(refused(changed)).toContain(`decisions.jsonl:${message}`)
  })

  it('the log of another run', () => {
    expect(refused(lines, { ...ANCHORS, identity: runIdentity('name: small\n', 'abd') })).toContain(
      '1: is not the first record of this run',
    )
  })

  it('a line that was cut off in the middle', () => {
    expect(() => verifyLog(text.slice(0, -1), 'decisions.jsonl', ANCHORS)).toThrow(
      'decisions.jsonl:5: is no record: it was cut off',
    )
    expect(() => verifyLog(text.slice(0, -100), 'decisions.jsonl', {})).toThrow('decisions.jsonl:5: is no record')
  })

  it('a whole record cut off is seen with the last hash alone, and without it is not', () => {
    expect(refused(without(4), { head: summary.head })).toContain('5: is missing, or the record before it was changed')
    expect(refused(without(4), {})).toBe('is not refused')
  })

  it('any one character', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', '7', 'a', '"', '}', ' ', '\n', 'é'), (at, other) => {
        fc.pre(text[at] !== other)
        const changed = text.slice(0, at) + other + text.slice(at + 1)
        expect(() => verifyLog(changed, 'decisions.jsonl', ANCHORS)).toThrow(ArtifactError)
      }),
    )
  })
})

function hashIn(at: number): string {
  return (JSON.parse(lines[at]) as { hash: string }).hash
}

describe('canonical JSON (RFC 8785)', () => {
  it('sorts keys by code units, writes no blanks, and numbers as ECMAScript does', () => {
    expect(canonicalJson({ b: [1e21, 0.1, -0, 1e-7], a: { ö: 1, z: null, A: 'x\n"' }, gone: undefined })).toBe(
      '{"a":{"A":"x\\n\\"","z":null,"ö":1},"b":[1e+21,0.1,0,1e-7]}',
    )
  })

  it('of a value that went through JSON is the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('has no number that JSON has not', () => {
    expect(() => canonicalJson({ a: NaN })).toThrow(RangeError)
    expect(() => canonicalJson([Infinity])).toThrow(RangeError)
  })
})
