import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadData } from '../../pipelines/load-data.js'
import { openExperiment, type RunDocument } from '../../pipelines/run.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { lastRowOfEach } from '../../src/panel/resample.js'
import { cagr } from '../../src/risk/growth.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'

const FUNDS = join(REAL_DATA, 'us-sector-etfs')
const NINE = ['XLY', 'XLP', 'XLE', 'XLF', 'XLV', 'XLI', 'XLB', 'XLK', 'XLU']
const found = existsSync(FUNDS)
if (!found)
  process.stderr.write(`skipped: no real funds in ${FUNDS}; SECTORCAST_DATA points to another folder of data\n`)

describe.skipIf(!found)(`the real funds in ${FUNDS}`, { timeout: 600_000 }, () => {
  it('have eleven sectors, each from its first session on, and end where the last daily bar of the benchmark does', async () => {
    const { experiment } = await openExperiment('experiments/us-sectors.yaml')
    const { panel, provenance } = await loadData(experiment, { folder: FUNDS })
    expect(provenance).toMatchObject({ simulated: false, from: '1993-01-29', to: '2025-12-24', sessions: 8284 })
    const first = (symbol: string): string => {
      const col = panel.assets.indexOf(symbol)
      const { cols, data } = panel.fields.close
      return formatSession(panel.dates[panel.dates.findIndex((_, row) => !Number.isNaN(data[row * cols + col]))])
    }
    expect(first('XLK')).toBe('1998-12-22')
    expect(first('XLRE')).toBe('2015-10-08')
    expect(first('XLC')).toBe('2018-06-19')
  })

  it('from 2000-01-31 to 2025-12-24 at month ends SPY compounds at 8.28% and nine sectors in equal weight at 8.86% a year', async () => {
    const { experiment } = await openExperiment('experiments/us-sectors.yaml')
    const { panel } = await loadData(experiment, { folder: FUNDS })
    const from = parseSession('2000-01-31')
    const rows = lastRowOfEach(panel.dates, 'monthly').filter((row) => panel.dates[row] >= from)
    expect(rows.map((row) => formatSession(panel.dates[row])).at(0)).toBe('2000-01-31')
    expect(rows.map((row) => formatSession(panel.dates[row])).at(-1)).toBe('2025-12-24')
    expect(rows).toHaveLength(312)
    const { cols, data } = panel.fields.close
    const spy = panel.series['benchmark.close']
    const columns = NINE.map((symbol) => panel.assets.indexOf(symbol))
    const months = rows.slice(1).map((row, i): [number, number] => [rows[i], row])
    const benchmark = months.map(([start, end]) => spy[end] / spy[start] - 1)
    const equalWeight = months.map(
      ([start, end]) =>
        columns.reduce((sum, col) => sum + data[end * cols + col] / data[start * cols + col] - 1, 0) / columns.length,
    )
    expect(Math.abs(cagr(benchmark, 12) - 0.0828)).toBeLessThan(0.0002)
    expect(Math.abs(cagr(equalWeight, 12) - 0.0886)).toBeLessThan(0.0002)
  })

  it('the experiment on them runs to the end and finds what an honest pipeline finds: no evidence of skill', () => {
    const out = join(temporaryFolder(), 'us')
    const result = sectorcast(['run', 'experiments/us-sectors.yaml', '--data', FUNDS, '--out', out, '--json'])
    expect(result.status).toBe(0)
    const document = JSON.parse(result.stdout) as RunDocument
    expect(document).toMatchObject({ experiment: 'us-sectors', horizon: 21, folds: 21 })
    for (const [name, { rankIc, rankIcT, hitRate }] of Object.entries(document.models)) {
      expect(Math.abs(rankIc), name).toBeLessThan(0.03)
      expect(Math.abs(rankIcT), name).toBeLessThan(2)
      expect(Math.abs(hitRate - 0.5), name).toBeLessThan(0.02)
    }
    expect(document.verdict).toContain('no evidence of skill')
    expect(document.portfolios.benchmark.gross.cagr).toBeGreaterThan(0.1)
    const svg = readFileSync(document.artifacts['heatmap.svg'], 'utf8')
    expect(svg).toContain('2025-12-24')
    expect(svg.toLowerCase()).not.toContain('simulated')
  })
})
