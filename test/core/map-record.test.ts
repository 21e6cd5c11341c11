import { expect, it } from 'vitest'
import { mapRecord } from '../../src/core/map-record.js'

it('changes values, and keeps names and their order', () => {
  const changed = mapRecord({ b: 2, a: 3 }, (value, name) => `${name}${value * value}`)
  expect(Object.entries(changed)).toEqual([
    ['b', 'b4'],
    ['a', 'a9'],
  ])
})

it('a name that objects inherit is a name like any other', () => {
  const record = JSON.parse('{"__proto__": 1}') as Record<string, number>
  expect(Object.entries(mapRecord(record, (value) => value + 1))).toEqual([['__proto__', 2]])
})
