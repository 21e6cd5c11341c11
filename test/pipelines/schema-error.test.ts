import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { schemaError } from '../../pipelines/schema-error.js'
import { parseYaml } from '../../pipelines/yaml-source.js'

const months = z.int().min(1).max(12)
const schema = z.strictObject({
  count: months.default(1),
  share: z.number().gt(0).lt(1).default(0.5),
  name: z.string().min(2).default('ab'),
  flag: z.boolean().default(true),
  list: z.array(months).min(1).max(2).default([1]),
  table: z.record(z.string(), months).default({}),
  kind: z.enum(['weekly', 'monthly']).default('weekly'),
  only: z.literal('one').default('one'),
  day: z.string({ error: 'expected a date' }).default('today'),
  either: z.union([z.enum(['forbid', 'allow']), z.strictObject({ most: months })]).default('forbid'),
  own: z.union([months, z.array(months)], { error: 'expected months, or a list of them' }).default(1),
  source: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('files') }),
    z.strictObject({ from: z.literal('memory') }),
  ]),
  needed: z.number(),
  spoken: z.string({ error: 'expected a word' }),
})
const WHOLE = ['source: { from: files }', 'needed: 1', 'spoken: word']

/** The message about a document with another line, without the file. */
function messageOf(lines: readonly string[]): string {
  const source = parseYaml(lines.join('\n'), 'f.yaml')
  const result = schema.safeParse(source.value)
  if (result.success) throw new Error('nothing is wrong')
  return schemaError(schema, result.error, source).message
}

describe('what is wrong with a document, in words', () => {
  it.each([
    ['count: 0', 'count: "0", expected 1 or more'],
    ['count: 13', 'count: "13", expected at most 12'],
    ['count: 1.5', 'count: "1.5", expected a whole number'],
    ['count: many', 'count: "many", expected a number'],
    ['count:', 'count: is empty'],
    ['count: [1]', 'count: a list, expected a number'],
    ['count: { a: 1 }', 'count: keys with values, expected a number'],
    ['share: 0', 'share: "0", expected above 0'],
    ['share: 1', 'share: "1", expected below 1'],
    ['name: 7', 'name: "7", expected a text'],
    ['name: a', 'name: 1 character, expected 2 or more'],
    ['flag: 1', 'flag: "1", expected true or false'],
    ['list: 1', 'list: "1", expected a list'],
    ['list: []', 'list: 0 in the list, expected 1 or more'],
    ['list: [1, 2, 3]', 'list: 3 in the list, expected at most 2'],
    ['list: [1, 0]', 'list.1: "0", expected 1 or more'],
    ['table: 3', 'table: "3", expected keys with values'],
    ['kind: dayly', 'kind: "dayly" is unknown, expected one of weekly, monthly; the nearest is "weekly"'],
    ['kind: 3', 'kind: "3", expected one of weekly, monthly'],
    ['only: two', 'only: "two", expected "one"'],
    ['day: 3', 'day: expected a date'],
    ['either: { mist: 1 }', 'either.mist: unknown key "mist", the nearest is "most"'],
    ['either: { most: 0 }', 'either.most: "0", expected 1 or more'],
    ['either: perhaps', 'either: "perhaps" is unknown, expected one of forbid, allow; the nearest is "forbid"'],
    ['own: 1.5', 'own: expected months, or a list of them'],
    ['own: 0', 'own: "0", expected 1 or more'],
    ['own: [1, 1.5]', 'own.1: "1.5", expected a whole number'],
    ['cuont: 1', 'cuont: unknown key "cuont", the nearest is "count"'],
  ])('%s', (line, message) => {
    expect(messageOf([...WHOLE, line])).toBe(`f.yaml:4: ${message}`)
  })

  it('of a choice by a key, and of what is missing', () => {
    expect(messageOf(['source: { from: fiels }', ...WHOLE.slice(1)])).toBe(
      'f.yaml:1: source.from: "fiels" is unknown, expected one of files, memory; the nearest is "files"',
    )
    expect(messageOf(['source: {}', ...WHOLE.slice(1)])).toBe('f.yaml:1: source.from: is missing')
    expect(messageOf(WHOLE.slice(1))).toBe('f.yaml:1: source: is missing')
    expect(messageOf([WHOLE[0], WHOLE[2]])).toBe('f.yaml:1: needed: is missing')
    expect(messageOf(WHOLE.slice(0, 2))).toBe('f.yaml:1: spoken: is missing, expected a word')
  })

  it('of a file that is empty, or no document of keys', () => {
    expect(messageOf([''])).toBe('f.yaml: the file is empty')
    expect(messageOf(['# nothing'])).toBe('f.yaml: the file is empty')
    expect(messageOf(['- 1'])).toBe('f.yaml:1: a list, expected keys with values')
    expect(messageOf(['hello'])).toBe('f.yaml:1: "hello", expected keys with values')
  })
})
