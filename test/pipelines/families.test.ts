import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rankFamiliesAsked, type RankDocument, type RankQuestion } from '../../pipelines/families-rank.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'

const found = existsSync(join(REAL_DATA, 'sp500-members'))
if (!found)
  process.stderr.write(
    `skipped: no ${join(REAL_DATA, 'sp500-members')}; SECTORCAST_DATA points to another folder of data\n`,
  )

const rank = (question: Partial<RankQuestion>): RankDocument =>
  rankFamiliesAsked({
    asOf: undefined,
    family: undefined,
    members: undefined,
    fundamentals: undefined,
    economy: undefined,
    ...question,
  })

const folder = temporaryFolder()
const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const members = write(
  'members.csv',
  'symbol,sector,marketCap\nA,Energy,15\nB,Financials,60\nC,Financials,25\nD,Energy,\n',
)
const economy = write('economy.csv', 'sector,weight\nEnergy,0.15\nFinancials,0.85\n')

describe('sectorcast families rank', () => {
  it('ranks the families of 2008 with their coverage', () => {
    const { status, stdout } = sectorcast(['families', 'rank', '--as-of', '2008-04-30', '--json'])
    expect(status).toBe(0)
    const { asOf, ranking } = JSON.parse(stdout) as RankDocument
    expect(asOf).toBe('2008-04-30')
    expect(ranking.map(({ rank: place, family, coverage }) => [place, family, coverage]).slice(0, 2)).toEqual([
      [1, 'ishares-dj', 0.95],
      [2, 'spdr', 0.75],
    ])
    const rafi = ranking.find(({ family }) => family === 'powershares-rafi')
    expect(rafi?.sufficientHistory).toMatchObject({ passes: false })
    expect(ranking.every(({ family }) => !family.startsWith('french'))).toBe(true)
  })

  it('prints a table with the reasons', () => {
    const { status, stdout } = sectorcast(['families', 'rank', '--as-of', '2008-04-30'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^Select Sector SPDR +2 +0\.862 +0\.900 +0\.750 +0\.936 +75% +0\.27% +yes$/m)
    expect(stdout).toContain('S&P 500 covers about 75% of the market')
  })

  it.each([
    [['families', 'order'], 'Choices: "rank"'],
    [['families', 'rank', '--members', members], '--economy is missing: representativeness needs both'],
    [['families', 'rank', '--fundamentals', members], '--fundamentals has no effect without --members'],
  ])('%j is a mistake in the command line', (args, message) => {
    const { status, stderr } = sectorcast(args)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

describe('rankFamiliesAsked', () => {
  it('without a day judges the registry as it stands, the same on every day', () => {
    expect(rank({}).asOf).toBe('2023-06-07')
    expect(rank({}).representation).toBeNull()
  })

  it('representativeness of a small market, worked out by hand', () => {
    const { representation, ranking } = rank({ asOf: '2008-04-30', members, economy })
    expect(representation).toMatchObject({ economyDate: null, companies: 3, leftOut: 1 })
    const [cap, equal] = representation?.schemes ?? []
    expect(cap.representativeness).toBeCloseTo(1, 15)
    // Equal weights: energy 1/3 instead of 0.15.
    expect(equal.representativeness).toBeCloseTo(1 - (1 / 3 - 0.15), 15)
    expect(representation?.schemes).toHaveLength(2)
    const byFamily = new Map(ranking.map(({ family, representativeness }) => [family, representativeness]))
    expect(byFamily.get('spdr')).toBe(cap.representativeness)
    expect(byFamily.get('rydex-ew')).toBe(equal.representativeness)
    expect(byFamily.get('powershares-rafi')).toBeNull()
  })

  it("ranks the user's own family with the others", () => {
    const own = write(
      'own.yaml',
      'id: own\nlabel: Own\nissuer: me\nscheme: GICS\nbase: X\nweighting: equal\nmembers: [{ symbol: A, sector: energy, firstSession: 2000-01-03 }]\n',
    )
    const mine = rank({ family: own, asOf: '2008-04-30' }).ranking.find(({ family }) => family === 'own')
    expect(mine?.fullSpectrum).toMatchObject({ score: 0.1, passes: false })
    expect(mine?.coverage).toBeNull()
  })

  it('refuses members without a size, and weights that are none', () => {
    const bare = write('bare.csv', 'symbol,sector\nA,Energy\n')
    expect(() => rank({ members: bare, economy })).toThrow(ConfigError)
    const odd = write('odd.csv', 'sector,weight\nEnergy,15\n')
    expect(() => rank({ members, economy: odd })).toThrow('economy: weights sum to 15, expected 1')
    expect(() => rank({ members: join(folder, 'none.csv'), economy })).toThrow(DataError)
  })

  it.skipIf(!found)('the S&P 500 by market value represents itself', () => {
    const { representation } = rank({
      asOf: '2024-11-01',
      members: join(REAL_DATA, 'sp500-fundamentals/2024-11-01.csv'),
      fundamentals: join(REAL_DATA, 'sp500-fundamentals/2024-11-01.csv'),
      economy: join(REAL_DATA, 'sp500-members/sector_weights_derived.csv'),
    })
    const values = representation?.schemes.map(({ weighting, representativeness }) => [weighting, representativeness])
    expect(values).toEqual([
      ['market-cap', expect.closeTo(1, 5)],
      ['equal', expect.closeTo(0.7459, 4)],
      ['fundamental', expect.closeTo(0.8202, 4)],
    ])
    expect(representation).toMatchObject({ economyDate: '2024-11-01', companies: 501, leftOut: 2 })
  })
})
