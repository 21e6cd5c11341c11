import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { sectorOf } from '../../../datasets/registry/sectors.js'
import { sectorOfSubIndustry, subIndustries } from '../../../datasets/registry/sub-industries.js'
import { ConfigError } from '../../../src/core/errors.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const found = existsSync(join(REAL_DATA, 'sp500-members'))
if (!found)
  process.stderr.write(
    `skipped: no ${join(REAL_DATA, 'sp500-members')}; SECTORCAST_DATA points to another folder of data\n`,
  )

describe('sub-industries', () => {
  it('are 163, each once, in eleven sectors', () => {
    expect(subIndustries).toHaveLength(163)
    expect(new Set(subIndustries).size).toBe(163)
    expect(new Set(subIndustries.map((name) => sectorOfSubIndustry(name).id)).size).toBe(11)
  })

  it('are no names of sectors: the two never mean different things', () => {
    for (const name of subIndustries) expect(() => sectorOf(name)).toThrow(ConfigError)
  })

  it('are found in any case, retired ones too; an unknown one is refused with the nearest', () => {
    expect(sectorOfSubIndustry(' industrial CONGLOMERATES ').id).toBe('industrials')
    expect(sectorOfSubIndustry('Specialty Stores').id).toBe('consumer-discretionary')
    expect(() => sectorOfSubIndustry('Brewer')).toThrow('sub-industry "Brewer" is unknown, the nearest is "Brewers"')
    expect(() => sectorOfSubIndustry('constructor')).toThrow(ConfigError)
  })
})

function rowsOf(path: string): Record<string, string | undefined>[] {
  return papaparse.parse<Record<string, string | undefined>>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data
}

describe.skipIf(!found)('the real lists', () => {
  it('contradict no sector of a sub-industry', () => {
    const folder = join(REAL_DATA, 'sp500-members')
    const files = ['constituents.csv', ...readdirSync(join(folder, 'snapshots')).map((name) => `snapshots/${name}`)]
    const rows = files.flatMap((file) => rowsOf(join(folder, file))).filter((row) => 'GICS Sub-Industry' in row)
    expect(rows).toHaveLength(2012)
    const wrong = rows.filter(
      (row) => sectorOfSubIndustry(row['GICS Sub-Industry'] ?? '').id !== sectorOf(row['GICS Sector'] ?? '').id,
    )
    expect(wrong).toEqual([])
  })

  it('of fundamentals from 2024-10 on have 127, all known', () => {
    const folder = join(REAL_DATA, 'sp500-fundamentals')
    const names = readdirSync(folder)
      .filter((name) => name >= '2024-10')
      .flatMap((name) => rowsOf(join(folder, name)))
      .map(({ Sector = '' }) => Sector)
    expect(new Set(names).size).toBe(127)
    for (const name of new Set(names)) expect(() => sectorOfSubIndustry(name)).not.toThrow()
  })
})
