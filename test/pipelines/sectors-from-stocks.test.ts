import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { loadData, type LoadedData } from '../../pipelines/load-data.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { REAL_DATA } from '../fixtures/command-line.js'

/** A sector at one session, as the other program has it. */
interface Figures {
  readonly close: number
  readonly open: number
  readonly members: number
  readonly breadth: number
  readonly dispersion: number | null
  readonly traded: number
}

interface Golden {
  readonly stocks: number
  readonly sessions: number
  readonly weightings: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly from: string; readonly rows: Readonly<Record<string, Figures>> }>>
    >
  >
}

const golden = JSON.parse(readFileSync('test/golden/sector-index.json', 'utf8')) as Golden
const found = existsSync(`${REAL_DATA}/sp500-stocks`)
if (!found) process.stderr.write(`skipped: no real stocks in ${REAL_DATA}/sp500-stocks\n`)

async function load(weighting: string): Promise<LoadedData> {
  const text = readFileSync('experiments/us-stocks.yaml', 'utf8')
  const weighted = text.replace('weighting: equal', 'weighting: market-cap\n  marketCaps: sp500-fundamentals')
  const { experiment } = await parseExperiment(weighting === 'equal' ? text : weighted, 'us-stocks.yaml')
  return loadData(experiment, { folder: REAL_DATA })
}

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(
    1e-9 * Math.max(1, Math.abs(expected)),
  )
}

describe.skipIf(!found)('sectors made of 505 real stocks, against pandas', () => {
  it.each(['equal', 'market-cap'])('%s weights: levels, breadth, dispersion, members', async (weighting) => {
    const { panel, provenance } = await load(weighting)
    const sectors = golden.weightings[weighting]
    expect(panel.assets).toEqual(Object.keys(sectors))
    expect(panel.dates).toHaveLength(golden.sessions)
    expect(Object.keys(provenance.files).filter((name) => name.startsWith('sp500-stocks/'))).toHaveLength(golden.stocks)
    for (const [col, sector] of panel.assets.entries()) {
      const at = (matrix: { readonly data: Float64Array }, row: number): number =>
        matrix.data[row * panel.assets.length + col]
      const first = panel.dates.findIndex((_, row) => !Number.isNaN(at(panel.fields.close, row)))
      expect(formatSession(panel.dates[first])).toBe(sectors[sector].from)
      expect(at(panel.fields.close, first)).toBe(100)
      for (const [day, figures] of Object.entries(sectors[sector].rows)) {
        const row = panel.dates.indexOf(parseSession(day))
        const what = `${sector} ${day}`
        expectClose(at(panel.fields.close, row), figures.close, `${what} close`)
        expectClose(at(panel.fields.open, row), figures.open, `${what} open`)
        expectClose(at(panel.fields.close, row) * at(panel.fields.volume, row), figures.traded, `${what} traded`)
        expectClose(at(panel.assetSeries['sector.breadth'], row), figures.breadth, `${what} breadth`)
        expect(at(panel.assetSeries['sector.members'], row), `${what} members`).toBe(figures.members)
        const dispersion = at(panel.assetSeries['sector.dispersion'], row)
        if (figures.dispersion === null) expect(dispersion, what).toBeNaN()
        else expectClose(dispersion, figures.dispersion, `${what} dispersion`)
      }
    }
  })

  it('says which rows were left out, whom nobody followed and who never was a member', async () => {
    const { provenance } = await load('equal')
    const notes = provenance.notes ?? []
    expect(notes.filter((note) => / line \d+ (Open|Close): "" is not a number$/.test(note))).toHaveLength(11)
    expect(notes.some((note) => /^\d+ members have no bars/.test(note))).toBe(true)
    expect(notes.some((note) => /^\d+ stocks are no members on any day/.test(note))).toBe(true)
  })
})
