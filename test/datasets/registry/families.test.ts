import { describe, expect, it } from 'vitest'
import { families, familyOf, memberAsOf, membersAsOf } from '../../../datasets/registry/families.js'
import { sectors } from '../../../datasets/registry/sectors.js'
import { parseSession } from '../../../src/core/calendar.js'
import { ConfigError } from '../../../src/core/errors.js'

const spdr = familyOf('spdr')

describe('families', () => {
  it.each(families)('$id has distinct symbols, one per sector, with first sessions that exist', ({ members }) => {
    expect(new Set(members.map(({ symbol }) => symbol)).size).toBe(members.length)
    expect(new Set(members.map(({ sector }) => sector)).size).toBe(members.length)
    for (const { sector, firstSession } of members) {
      expect(sectors.map(({ id }) => id)).toContain(sector)
      expect(parseSession(firstSession)).not.toBeNaN()
    }
  })

  it('an unknown family is refused with the nearest', () => {
    expect(() => familyOf('spyder')).toThrow(ConfigError)
    expect(() => familyOf('spyder')).toThrow('family "spyder" is unknown, the nearest is "spdr"')
  })
})

describe('membersAsOf', () => {
  it.each([
    ['1998-12-21', 0],
    ['1998-12-22', 9],
    ['2015-10-07', 9],
    ['2015-10-08', 10],
    ['2018-06-18', 10],
    ['2018-06-19', 11],
    ['2030-01-01', 11],
  ])('on %s there are %i Select Sector SPDRs', (date, count) => {
    const members = membersAsOf(spdr, parseSession(date))
    expect(members).toHaveLength(count)
    expect(members).toEqual(spdr.members.filter((member) => members.includes(member)))
  })
})

describe('memberAsOf', () => {
  it('finds a member from its first session on', () => {
    expect(memberAsOf(spdr, 'XLRE', parseSession('2015-10-08')).sector).toBe('real-estate')
  })

  it('refuses one that did not exist yet, or never did', () => {
    expect(() => memberAsOf(spdr, 'XLC', parseSession('2018-06-18'))).toThrow(
      new ConfigError('"XLC" of family "spdr" did not exist before 2018-06-19'),
    )
    expect(() => memberAsOf(spdr, 'XYZ', 0)).toThrow(new ConfigError('family "spdr" has no "XYZ"'))
  })
})
