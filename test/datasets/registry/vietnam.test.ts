import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sectors } from '../../../datasets/registry/sectors.js'
import { vietnameseNames, vn30SectorOf, vn30Symbols } from '../../../datasets/registry/vietnam.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const found = existsSync(join(REAL_DATA, 'vietnam'))
if (!found)
  process.stderr.write(`skipped: no ${join(REAL_DATA, 'vietnam')}; SECTORCAST_DATA points to another folder of data\n`)

describe('the VN30', () => {
  it('has thirty stocks in sectors that exist; TCB, VPB and MBB are banks', () => {
    expect(vn30Symbols).toHaveLength(30)
    for (const symbol of vn30Symbols) expect(sectors.map(({ id }) => id)).toContain(vn30SectorOf(symbol))
    expect(['TCB', 'VPB', 'MBB'].map(vn30SectorOf)).toEqual(['financials', 'financials', 'financials'])
  })

  it('refuses another symbol with the nearest', () => {
    expect(() => vn30SectorOf('VCX')).toThrow('symbol "VCX" is not in the VN30, the nearest is "VCB"')
  })

  it('every sector has Vietnamese names', () => {
    expect(vietnameseNames.map(([sector]) => sector)).toEqual(sectors.map(({ id }) => id))
  })

  it.skipIf(!found)('is the list of the real flow files', () => {
    const files = readdirSync(join(REAL_DATA, 'vietnam', 'foreign-flow'))
    expect(files.map((name) => name.replace('.csv', '')).sort()).toEqual([...vn30Symbols])
  })
})
