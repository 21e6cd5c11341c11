import { expect, it } from 'vitest'
import { membershipsOf } from '../../src/panel/memberships.js'

it('members of a day are those of the newest snapshot known by then', () => {
  const memberships = membershipsOf([
    { known: 20, sectorOf: new Map([['B', 'energy']]) },
    { known: 10, sectorOf: new Map([['A', 'energy']]) },
    { known: 20, sectorOf: new Map([['C', 'energy']]) },
  ])
  expect([9, 10, 19, 20, 99].map((day) => [...memberships.asOf(day).keys()])).toEqual([[], ['A'], ['A'], ['C'], ['C']])
  expect(memberships.snapshots.map(({ known }) => known)).toEqual([10, 20, 20])
  expect(membershipsOf([]).asOf(5).size).toBe(0)
})
