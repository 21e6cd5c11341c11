import { expect, it } from 'vitest'
import { groupBy } from '../../src/core/grouping.js'

it('groups values by key, both in the order of the values', () => {
  const groups = groupBy(['pear', 'fig', 'plum', 'apple', 'date'], (word) => word.length)
  expect([...groups]).toEqual([
    [4, ['pear', 'plum', 'date']],
    [3, ['fig']],
    [5, ['apple']],
  ])
  expect(groupBy([], () => '__proto__').size).toBe(0)
  expect([...groupBy([1, 2], () => '__proto__')]).toEqual([['__proto__', [1, 2]]])
})
