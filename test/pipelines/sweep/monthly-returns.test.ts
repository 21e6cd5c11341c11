import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runRotationSweep, type RotationSweepDocument } from '../../../pipelines/sweep/rotation-sweep.js'
import { openRotationSweep } from '../../../pipelines/sweep/schema.js'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { writeFiles } from '../feeds/feed-fixture.js'

const root = temporaryFolder()
const ABOUT = `name: small
hypothesis: by hand
data: { source: french, frequency: monthly, file: industries.csv, factors: factors.csv }
universe: { family: french-10, benchmark: Mkt }
report: { riskFree: 0, bootstrapSamples: 100, bootstrapBlock: 1 }
`

describe('months that are known by their returns', () => {
  const columns = ['NoDur', 'Durbl', 'Manuf', 'Enrgy', 'HiTec', 'Telcm', 'Shops', 'Hlth', 'Utils', 'Other']
  const month = (period: string, durables: string, health: string): string =>
    [period, ...columns.map((name) => ({ Durbl: durables, Hlth: health })[name] ?? '0.00')].join()
  const rows = [month('202001', '50.00', '-99.99'), month('202002', '10.00', '70.00'), month('202003', '20.00', '1.00')]
  writeFiles(root, {
    'industries.csv': `Average Value Weighted Returns -- Monthly\n,${columns.join()}\n${rows.join('\n')}\n`,
    'factors.csv': ',Mkt-RF,SMB,HML,RF\n202001,0,0,0,0\n202002,0,0,0,0\n202003,0,0,0,0\n',
  })
  const french = (sweep: string): Promise<RotationSweepDocument> => {
    const file = join(root, 'sweep.yaml')
    writeFileSync(file, ABOUT + sweep)
    const parsed = openRotationSweep(file)
    if (parsed === undefined) throw new Error('no sweep')
    return runRotationSweep(parsed, root, () => undefined)
  }

  it('the first return is momentum: of an industry from the start, and of one that begins later', async () => {
    const { rows, equalWeight, from, months } = await french('sweep: { lookbacks: [1], tops: [1], from: 2020-02 }')
    expect([from, months]).toEqual(['2020-02', 2])
    // February: durables, which led in January, +10%; March: health, whose first return was 70%, +1%.
    expect(rows[0].cagr).toBeCloseTo((1.1 * 1.01) ** 6 - 1, 10)
    // Health is held from its first month on: a tenth of 10% and 70%, then of 20% and 1%.
    expect(equalWeight.cagr).toBeCloseTo((1.08 * 1.021) ** 6 - 1, 10)
  })

  it('there is nothing before it', async () => {
    await expect(french('sweep: { lookbacks: [1], tops: [1], from: 2020-01 }')).rejects.toThrow(
      'sweep.from: "2020-01" has no momentum over 1 month before it: month ends begin with 2019-12, the earliest month is 2020-02',
    )
  })
})
