import { describe, expect, it } from 'vitest'
import { sectorLabel, sectorOf, sectors } from '../../../datasets/registry/sectors.js'
import { ConfigError } from '../../../src/core/errors.js'

describe('sectors', () => {
  it('are eleven, with distinct ids in kebab case', () => {
    expect(sectors).toHaveLength(11)
    expect(new Set(sectors.map(({ id }) => id)).size).toBe(11)
    for (const { id } of sectors) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('no name belongs to two of them', () => {
    const names = sectors.flatMap(({ id, aliases }) => [
      ...new Set([id, ...aliases].map((name) => name.toLowerCase().replace(/[\s_-]+/g, ''))),
    ])
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('are found by id, label and alias, in any case and spacing', () => {
    for (const sector of sectors)
      for (const name of [sector.id, sector.label, ...sector.aliases]) {
        expect(sectorOf(name)).toBe(sector)
        expect(sectorOf(` ${name.toUpperCase().replaceAll(' ', '_')} `)).toBe(sector)
      }
    expect(sectorOf('Technology').id).toBe('information-technology')
    expect(sectorOf('consumer_cyclical').id).toBe('consumer-discretionary')
  })

  it('an unknown name is refused with the nearest', () => {
    expect(() => sectorOf('enrgy')).toThrow(ConfigError)
    expect(() => sectorOf('enrgy')).toThrow('sector "enrgy" is unknown, the nearest is "energy"')
    expect(() => sectorOf('')).toThrow(ConfigError)
    expect(() => sectorOf('__proto__')).toThrow(ConfigError)
  })

  it('have a label by canonical id; what is no sector is its own', () => {
    expect(sectorLabel('real-estate')).toBe('Real Estate')
    expect(sectorLabel('cash')).toBe('cash')
  })
})
