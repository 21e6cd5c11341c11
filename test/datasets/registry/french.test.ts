import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { familyOf } from '../../../datasets/registry/families.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const found = existsSync(join(REAL_DATA, 'french'))
if (!found)
  process.stderr.write(`skipped: no ${join(REAL_DATA, 'french')}; SECTORCAST_DATA points to another folder of data\n`)

const FILES = [
  ['french-10', '10_Industry_Portfolios.csv'],
  ['french-12', '12_Industry_Portfolios.CSV'],
  ['french-30', '30_Industry_Portfolios.CSV'],
  ['french-49', '49_Industry_Portfolios.CSV'],
] as const

describe.skipIf(!found)("French's families", () => {
  it.each(FILES)('%s has the columns of %s, each from its first month with a return', (id, file) => {
    const lines = readFileSync(join(REAL_DATA, 'french', file), 'latin1').split(/\r?\n/)
    const start = lines.findIndex((line) => line.includes('Average Value Weighted Returns -- Monthly'))
    const columns = lines[start + 1].split(',').slice(1)
    const rows = lines.slice(start + 2).map((line) => line.split(',').map((cell) => cell.trim()))
    const { members } = familyOf(id)
    expect(members.map(({ symbol }) => symbol)).toEqual(columns.map((name) => name.trim()))
    for (const [i, { symbol, sector, firstSession }] of members.entries()) {
      const [month] = rows.find((row) => Number(row[i + 1]) > -99) ?? ['']
      expect(`${symbol} ${firstSession}`).toBe(`${symbol} ${month.slice(0, 4)}-${month.slice(4)}-01`)
      expect(sector).toBe(`french-${symbol.toLowerCase()}`)
    }
  })
})
