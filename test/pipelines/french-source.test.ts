import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { loadData, type LoadedData } from '../../pipelines/load-data.js'
import type { RunDocument } from '../../pipelines/run.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { maxDrawdown } from '../../src/risk/drawdown.js'
import { cagr } from '../../src/risk/growth.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { writeFiles } from './feeds/feed-fixture.js'

const root = temporaryFolder()

function experimentOf(family: string, data: string): string {
  return `name: monthly
hypothesis: industries that led lead on
data: { source: french, factors: F-F_Research_Data_Factors.CSV, frequency: monthly, ${data} }
universe: { family: ${family}, benchmark: Mkt }
horizon: 1
features: [relative_strength_12]
walkForward: { from: 1970-01-30 }
models: { momentum: { feature: relative_strength_12 } }
decision: { params: { k: 3 } }
backtest: { fill: close }
report: { sessionsPerYear: 12 }
`
}

async function load(folder: string, family: string, data: string): Promise<LoadedData> {
  const { experiment } = await parseExperiment(experimentOf(family, data), 'monthly.yaml')
  return loadData(experiment, { folder })
}

describe('tables of the French library that do not fit', () => {
  const columns = 'NoDur,Durbl,Manuf,Enrgy,HiTec,Telcm,Shops,Hlth,Utils,Other'
  const ten = (period: string, value = '1.0'): string =>
    `${period},${Array.from({ length: 10 }, () => value).join(',')}`
  const monthly = `Average Value Weighted Returns -- Monthly\n,${columns}\n${ten('200001')}\n${ten('200002')}\n${ten('200003')}\n`
  const annual = `\nAverage Value Weighted Returns -- Annual\n,${columns}\n${ten('2000')}\n`
  const factors = (first: string): string => `,Mkt-RF,SMB,HML,RF\n${first},1.0,0,0,0.1\n`
  writeFiles(root, {
    'months.csv': monthly + annual,
    'years.csv': annual,
    'daily.csv': `,${columns}\n${ten('20000103')}\n`,
    'gap.csv': monthly.replace(ten('200002'), ten('200002').replace('1.0', '-99.99')),
    'F-F_Research_Data_Factors.CSV': `${factors('200001')}200002,1.0,0,0,0.1\n200003,2.0,0,0,0.1\n`,
    'daily-factors.csv': factors('20000103'),
  })

  it('a month is one session, on its last calendar day; the market is its excess and the risk-free rate', async () => {
    const { panel } = await load(root, 'french-10', 'file: months.csv')
    expect([...panel.dates].map(formatSession)).toEqual(['2000-01-31', '2000-02-29', '2000-03-31'])
    expect(panel.series['benchmark.close'][2]).toBeCloseTo(100 * 1.011 * 1.011 * 1.021, 10)
    expect(panel.fields.volume.data.every(Number.isNaN)).toBe(true)
  })

  it('annual returns are refused', async () => {
    await expect(load(root, 'french-10', 'file: years.csv')).rejects.toThrow(
      /years\.csv: table "Average Value .*": not in the file, nearest: "Average Value Weighted Returns -- Annual"/,
    )
  })

  it('so are daily ones where months are asked for, and factors of another frequency', async () => {
    await expect(load(root, 'french-10', 'file: daily.csv')).rejects.toThrow(
      'daily.csv: period: the table is daily, expected data.frequency "monthly"',
    )
    const text = experimentOf('french-10', 'file: months.csv').replace(/factors: [^,]+/, 'factors: daily-factors.csv')
    const { experiment } = await parseExperiment(text, 'monthly.yaml')
    await expect(loadData(experiment, { folder: root })).rejects.toThrow(
      'daily-factors.csv: period: the table is daily',
    )
  })

  it('a table whose weights nobody states is not taken for one of equal weights', async () => {
    await expect(load(root, 'french-10', 'file: daily.csv, weighting: equal')).rejects.toThrow('not in the file')
  })

  it('a missing month within the range is refused, and may be left before or behind it', async () => {
    await expect(load(root, 'french-10', 'file: gap.csv')).rejects.toThrow('NoDur: no return at 2000-02-29')
    const { panel } = await load(root, 'french-10', 'file: gap.csv, from: 2000-03-01')
    expect([...panel.dates].map(formatSession)).toEqual(['2000-03-31'])
  })
})

const found = existsSync(`${REAL_DATA}/french`)
if (!found) process.stderr.write(`skipped: no real French files in ${REAL_DATA}/french\n`)
const folder = join(REAL_DATA, 'french')

describe.skipIf(!found)('monthly tables of the real French library', () => {
  it.each([
    ['french-10', '10_Industry_Portfolios.csv', '1926-07-31'],
    ['french-12', '12_Industry_Portfolios.CSV', '1926-07-31'],
    ['french-30', '30_Industry_Portfolios.CSV', '1926-07-31'],
    ['french-49', '49_Industry_Portfolios.CSV', '1946-01-31'],
  ])('%s loads as a panel of months from %s', async (family, file, from) => {
    const { panel } = await load(folder, family, `file: ${file}, from: ${from}, to: 2009-12-31`)
    expect(panel.assets).toHaveLength(Number(family.slice(7)))
    expect(formatSession(panel.dates[0])).toBe(from)
    expect(panel.dates).toHaveLength((2010 - Number(from.slice(0, 4))) * 12 - (from.startsWith('1926') ? 6 : 0))
  })

  it('ten industries in equal weight 1928 to 2009, through the panel: 10.28% a year, drawdown -81.9%', async () => {
    const { panel } = await load(folder, 'french-10', 'file: 10_Industry_Portfolios.csv, to: 2009-12-31')
    const start = panel.dates.indexOf(parseSession('1928-01-31'))
    const { cols, data } = panel.fields.close
    const months = Array.from({ length: panel.dates.length - start }, (_, k) => {
      let sum = 0
      for (let col = 0; col < cols; col++)
        sum += data[(start + k) * cols + col] / data[(start + k - 1) * cols + col] - 1
      return sum / cols
    })
    expect(months).toHaveLength(82 * 12)
    expect(Math.abs(100 * cagr(months, 12) - 10.28)).toBeLessThan(0.05)
    expect(Math.abs(100 * maxDrawdown(months) + 81.9)).toBeLessThan(0.05)
  })

  it('a run on months ends in a report of months', () => {
    const file = join(root, 'run.yaml')
    writeFiles(root, { 'run.yaml': experimentOf('french-12', 'file: 12_Industry_Portfolios.CSV, to: 2009-12-31') })
    const result = sectorcast(['run', file, '--data', folder, '--out', join(root, 'run'), '--json'])
    expect(result.status, result.stderr.slice(-300)).toBe(0)
    const { models, portfolios } = JSON.parse(result.stdout) as RunDocument
    expect(models.momentum.rankIcT).toBeGreaterThan(3)
    expect(portfolios.benchmark.gross.cagr).toBeGreaterThan(0.08)
    expect(portfolios.benchmark.gross.cagr).toBeLessThan(0.12)
  })
})
