import { describe, expect, it } from 'vitest'
import { phaseTableOf, phaseTables } from '../../../datasets/registry/phase-preferences.js'
import { sectors } from '../../../datasets/registry/sectors.js'
import { ConfigError } from '../../../src/core/errors.js'
import { PHASES } from '../../../src/regimes/cycle-phases.js'

describe.each(phaseTables)('the table of $id', ({ preferences, evidence, published, source }) => {
  it('has whole preferences from -2 to 2 in every phase, of sectors that there are, and says where it is from', () => {
    const ids = sectors.map(({ id }) => id)
    for (const [sector, row] of Object.entries(preferences)) {
      expect(ids).toContain(sector)
      expect(Object.keys(row)).toEqual([...PHASES])
      for (const value of Object.values(row)) expect([-2, -1, 0, 1, 2]).toContain(value)
    }
    expect(evidence).toEqual({ fromMemory: true })
    expect(source).toContain(String(published))
  })

  it('has no row for real estate, which was no sector when it was published', () => {
    expect(ids(preferences)).toEqual(sectors.map(({ id }) => id).filter((id) => id !== 'real-estate'))
  })

  it('prefers utilities to consumer discretionary in recession, and the other way round after it', () => {
    const { utilities, 'consumer-discretionary': discretionary } = preferences
    expect(utilities.recession).toBeGreaterThan(discretionary.recession)
    expect(utilities.early).toBeLessThan(discretionary.early)
  })
})

function ids(preferences: object): string[] {
  return Object.keys(preferences).sort()
}

describe('phaseTableOf', () => {
  it('finds a table by its id; an unknown one is refused with the nearest', () => {
    expect(phaseTableOf('stovall').published).toBe(1996)
    expect(phaseTableOf('fidelity').published).toBe(2014)
    expect(() => phaseTableOf('fidelty')).toThrow(
      new ConfigError('phase preferences "fidelty" are unknown, the nearest are "fidelity"'),
    )
  })

  it('signs of each row of Fidelity, in the order of the phases, are those of its web page', () => {
    const SIGNS = new Map([
      [-1, '-'],
      [1, '+'],
    ])
    const signs = Object.entries(phaseTableOf('fidelity').preferences).map(([sector, row]) => {
      const marks = Object.values(row).map((value) => SIGNS.get(Math.sign(value)) ?? '')
      return `${sector} ${marks.join('')}`
    })
    expect(signs).toEqual([
      'communication-services -+',
      'consumer-discretionary +--',
      'consumer-staples ++',
      'energy -+',
      'financials +',
      'health-care ++',
      'industrials ++-',
      'information-technology ++--',
      'materials +-+',
      'utilities --++',
    ])
  })
})
