import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { sectorLabel, sectorOf, sectors } from '../../../datasets/registry/sectors.js'
import { ConfigError } from '../../../src/core/errors.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const folded = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[\s_-]+/g, '')

describe('sectors', () => {
  it('are eleven, with distinct ids in kebab case', () => {
    expect(sectors).toHaveLength(11)
    expect(new Set(sectors.map(({ id }) => id)).size).toBe(11)
    for (const { id } of sectors) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('no name belongs to two of them', () => {
    const names = sectors.flatMap(({ id, aliases }) => [...new Set([id, ...aliases].map(folded))])
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('are found by id, label and alias, in any case and spacing', () => {
    for (const sector of sectors)
      for (const name of [sector.id, sector.label, ...sector.aliases]) {
        expect(sectorOf(name)).toBe(sector)
        expect(sectorOf(` ${name.toUpperCase().replaceAll(' ', '_')} `)).toBe(sector)
      }
  })

  it.each([
    ['Technology', 'information-technology'],
    ['Financial', 'financials'],
    ['Healthcare', 'health-care'],
    ['consumer_cyclical', 'consumer-discretionary'],
    ['Consumer Discretionary ', 'consumer-discretionary'],
    ['Telecommunications Services', 'communication-services'],
    ['Telecommunication Services', 'communication-services'],
    ['Oil and Gas', 'energy'],
    ['Consumer Goods', 'consumer-staples'],
    ['Consumer Services', 'consumer-discretionary'],
    ['Ngân hàng', 'financials'],
    ['NGAN HANG', 'financials'],
    ['bất động sản'.normalize('NFD'), 'real-estate'],
    ['Bat dong san', 'real-estate'],
    ['Điện, nước & xăng dầu khí đốt'.replace('&', 'và'), 'utilities'],
    ['french-nodur', 'french-nodur'],
  ])('%s is %s', (name, id) => {
    expect(sectorOf(name).id).toBe(id)
  })

  it('an unknown name is refused with the nearest', () => {
    expect(() => sectorOf('enrgy')).toThrow(ConfigError)
    expect(() => sectorOf('enrgy')).toThrow('sector "enrgy" is unknown, the nearest is "energy"')
    expect(() => sectorOf('')).toThrow(ConfigError)
    expect(() => sectorOf('__proto__')).toThrow(ConfigError)
    expect(() => sectorOf(`x\n${'y'.repeat(1_000_000)}`)).toThrow(/^sector "x\\ny{38}\.\.\." is unknown/)
  })

  it('have a label by canonical id; what is no sector is its own', () => {
    expect(sectorLabel('real-estate')).toBe('Real Estate')
    expect(sectorLabel('french-hitec')).toBe('Business Equipment')
    expect(sectorLabel('cash')).toBe('cash')
  })
})

const MEMBERS = join(REAL_DATA, 'sp500-members')
const found = existsSync(MEMBERS)
if (!found) process.stderr.write(`skipped: no ${MEMBERS}; SECTORCAST_DATA points to another folder of data\n`)

describe.skipIf(!found)('names in the real lists of members', () => {
  it('are all sectors but the two slips of 2014', () => {
    const files = [
      'constituents.csv',
      'constituents_2018-03-01.csv',
      ...readdirSync(join(MEMBERS, 'snapshots')).map((name) => join('snapshots', name)),
    ]
    const unknown = new Map<string, number>()
    for (const file of files) {
      const { data } = papaparse.parse<Record<string, string | undefined>>(readFileSync(join(MEMBERS, file), 'utf8'), {
        header: true,
        skipEmptyLines: true,
      })
      for (const row of data) {
        const name = row['GICS Sector'] ?? row.Sector ?? ''
        try {
          sectorOf(name)
        } catch {
          unknown.set(name, (unknown.get(name) ?? 0) + 1)
        }
      }
    }
    expect([...unknown]).toEqual([
      ['', 1],
      ['Industries', 1],
    ])
  })
})
