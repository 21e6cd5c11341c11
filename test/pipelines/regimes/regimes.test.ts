import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunReport } from '../../../pipelines/report.js'
import type { RegimeRow, RegimesDocument } from '../../../pipelines/regimes/regimes.js'
import { median } from '../../../src/core/statistics.js'
import { PHASES } from '../../../src/regimes/cycle-phases.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../../fixtures/small-market.js'

const found = existsSync(join(REAL_DATA, 'macro-fred', 'USREC.csv'))
if (!found) process.stderr.write(`skipped: no macro-fred/USREC.csv in ${REAL_DATA} for the business cycle\n`)

const folder = temporaryFolder()
const data = join(folder, 'data')

const CYCLE =
  'models: { cycle: { level: [feed.production], direction: [feed.speed, market_trend_63] }, momentum: { feature: relative_strength_21 } }'
const FEEDS = {
  features:
    'features: [feed.production, feed.speed, market_trend_63, relative_strength_21]\nfeeds: { production: { source: fred, series: INDPRO, transform: growth_12 }, speed: { source: fred, series: INDPRO, transform: log_change_3 } }',
  walkForward: 'walkForward: { from: 2012-06-01, refit: quarterly, trainStride: 2 }',
}

function experimentFile(name: string, replace: Readonly<Record<string, string>>): string {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, smallExperiment({ ...FEEDS, models: CYCLE, ...replace }))
  return file
}

/** A monthly series of FRED from 2008 to 2013. */
function writeSeries(name: string, valueOf: (month: number) => number): void {
  const rows = Array.from({ length: 72 }, (_, month) => {
    const date = `${2008 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')}-01`
    return `${date},${valueOf(month)}`
  })
  writeFileSync(join(data, `${name}.csv`), `DATE,${name}\n${rows.join('\n')}\n`)
}

function regimesOf(file: string, where: string, ...args: string[]): RegimesDocument {
  const { status, stdout, stderr } = sectorcast(['regimes', file, '--data', where, '--json', ...args])
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as RegimesDocument
}

beforeAll(() => {
  writeSmallMarket(data)
  writeSeries('INDPRO', (month) => 100 + 10 * Math.sin(month / 5))
})

function expectProbabilities(rows: readonly RegimeRow[]): void {
  for (const row of rows) {
    const own = PHASES.map((phase) => row[phase] ?? NaN)
    expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
    expect(row.phase).toBe(PHASES[own.indexOf(Math.max(...own))])
  }
}

describe('sectorcast regimes', () => {
  it('shows the phases of each month, the phase now, and what it favours by which source', () => {
    const document = regimesOf(experimentFile('small', {}), data, '--preferences', 'fidelity')
    expectProbabilities(document.rows)
    expect(document.rows.length).toBeGreaterThan(5)
    expect(new Set(document.rows.map(({ date }) => date.slice(0, 7))).size).toBe(document.rows.length)
    expect(document.now).toMatchObject(document.rows.at(-1) ?? {})
    const scores = document.now.preferences.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => Number(b) - Number(a)))
    const sectors = document.now.preferences.map(({ sector }) => sector)
    expect(sectors.sort()).toEqual(['energy', 'financials', 'health-care', 'utilities'])
    expect(document.preferences.source).toContain('Emsbo-Mattingly')
    // Published in 2014: nobody could follow it in these years.
    expect(document.skill).toEqual({ horizon: 5, rankIc: null, t: null, sessions: 0 })
    expect(document.recessions).toBeNull()
  })

  it('what was known at a session does not depend on what came after it', () => {
    const whole = regimesOf(experimentFile('whole', {}), data, '--every', 'session')
    const file = experimentFile('cut', { data: 'data: { source: csv, to: 2012-11-14 }' })
    const cut = regimesOf(file, data, '--every', 'session')
    expect(cut.rows.at(-1)?.date).toBe('2012-11-14')
    expect(cut.rows.length).toBeGreaterThan(100)
    expect(whole.rows.slice(0, cut.rows.length)).toEqual(cut.rows)
  })

  it('compares with dated recessions where the data hold them', () => {
    writeSeries('USREC', (month) => (month >= 58 && month < 62 ? 1 : 0))
    const file = experimentFile('dated', {})
    const { recessions } = regimesOf(file, data)
    expect(recessions?.phase.recessions).toHaveLength(1)
    expect(recessions?.months[recessions.phase.recessions[0].first]).toBe('2012-11-01')
    const { stdout } = sectorcast(['regimes', file, '--data', data])
    expect(stdout).toContain("Against the NBER's dates")
    expect(stdout).toContain('recessions 2012-11 to 2013-02')
    expect(stdout).toContain(
      '\nEach value counts from its release on, but as it has been revised since (production, speed): ',
    )
    expect(stdout).not.toContain('as it was known')
    expect(stdout).toContain('(from memory)')
    expect(stdout).toContain('Not investment advice.')
  })

  it('says which indicators have no value at any session, and calls them revised no more', () => {
    const feeds = (terms: string): Readonly<Record<string, string>> => ({
      features: FEEDS.features.replace('transform: growth_12', `transform: growth_12${terms}`),
    })
    const [note, revised, ...more] = regimesOf(experimentFile('stale', feeds(', maxAge: 1')), data).notes
    expect(note).toBe('feed.production: no value at any session; nothing tells the level of activity, and so no phase.')
    expect(revised).toContain('(speed)')
    expect(more).toEqual([])
    expect(regimesOf(experimentFile('fresh', feeds('')), data).notes).toEqual([
      expect.stringContaining('(production, speed)'),
    ])
  })

  it.each([
    ['no cycle model', { models: 'models: { ridge: {} }' }, /regimes-0\.yaml:\d+: models: holds no model "cycle"/],
    [
      'an indicator per asset',
      { models: 'models: { cycle: { level: [relative_strength_21], direction: [market_trend_63] } }' },
      /models\.cycle: "relative_strength_21" has a value per asset, expected a series of the session/,
    ],
    [
      'an indicator that is not computed',
      { models: 'models: { cycle: { level: [feed.productoin], direction: [market_trend_63] } }' },
      /models\.cycle: feature "feed\.productoin" is not computed, expected one such as "feed\.production"/,
    ],
  ])('refuses %s', (_, replace, message) => {
    const { status, stderr } = sectorcast(['regimes', experimentFile('regimes-0', replace), '--data', data])
    expect(status).toBe(2)
    expect(stderr.trim().split('\n').at(-1)).toMatch(message)
  })

  it('runs as a model in the walk-forward', () => {
    const out = join(folder, 'run')
    const phases = '{ table: fidelity, level: [feed.production], direction: [feed.speed] }'
    const file = experimentFile('walk', { strategies: `strategies: { fidelity: { phases: ${phases} } }` })
    const { status, stdout, stderr } = sectorcast(['run', file, '--data', data, '--out', out, '--json'])
    expect(status, stderr).toBe(0)
    const { models, warnings } = JSON.parse(stdout) as Pick<RunReport, 'models' | 'warnings'>
    expect(models.cycle.sessions).toBeGreaterThan(100)
    // Published in 2014: there is nothing to follow in these years.
    expect(warnings).toContain('strategy fidelity never had anything to rank the sectors by: it stayed in cash')
  })
})

describe.skipIf(!found)('the business cycle of the United States, as it was known', { timeout: 120_000 }, () => {
  const file = 'experiments/cycle-rotation.yaml'
  let document: RegimesDocument
  let sessions: readonly RegimeRow[]

  beforeAll(() => {
    document = regimesOf(file, REAL_DATA)
    sessions = regimesOf(file, REAL_DATA, '--every', 'session').rows
  })

  it('says the same of each session whatever is known later, to the bit', () => {
    const text = readFileSync(file, 'utf8').replace('to: 2025-12-24', 'to: 2008-10-31')
    const cutFile = join(folder, 'cut-rotation.yaml')
    writeFileSync(cutFile, text)
    const { rows } = regimesOf(cutFile, REAL_DATA, '--every', 'session')
    expect(rows.at(-1)?.date).toBe('2008-10-31')
    expect(rows).toEqual(sessions.slice(0, rows.length))
  })

  it('shows every phase for a fair share of the months, and each for months at a time', () => {
    const phases = document.rows.map(({ phase }) => phase)
    for (const phase of PHASES) {
      const share = phases.filter((each) => each === phase).length / phases.length
      expect(share, phase).toBeGreaterThan(0.1)
      expect(share, phase).toBeLessThan(0.45)
    }
    const turns = phases.filter((phase, i) => i > 0 && phase !== phases[i - 1]).length
    // Seven cycles of four phases would be 28 changes in 30 years.
    expect(turns).toBeGreaterThan(8)
    expect(turns).toBeLessThan(36)
  })

  it('changes hardly more often from session to session', () => {
    const phases = sessions.map(({ phase }) => phase)
    const turns = phases.flatMap((phase, i) => (i > 0 && phase !== phases[i - 1] ? [i] : []))
    expect(turns.length / (phases.length / 252)).toBeLessThan(1.5)
    const lengths = turns.slice(1).map((turn, i) => turn - turns[i])
    expect(median(Float64Array.from(lengths))).toBeGreaterThan(100)
  })

  it('is late in the year before each peak that the NBER dated', () => {
    for (const peak of ['2001-03', '2007-12', '2020-02']) {
      const at = document.rows.findIndex(({ date }) => date.startsWith(peak))
      const late = document.rows.slice(at - 12, at).filter(({ phase }) => phase === 'late').length
      expect(late, peak).toBeGreaterThanOrEqual(6)
    }
    const boom = document.rows.filter(({ date }) => date > '2006-07' && date < '2007-12')
    expect(boom.some(({ phase }) => phase === 'recession')).toBe(false)
  })

  it('tells recessions that the NBER dated much later within two months', () => {
    const { phase, months } = document.recessions ?? { phase: undefined, months: [] }
    expect(phase?.recessions.map(({ first }) => months[first])).toEqual(['2001-04-01', '2008-01-01', '2020-03-01'])
    for (const { lag } of phase?.recessions ?? []) expect(lag ?? Infinity).toBeLessThanOrEqual(2)
    expect(phase?.auc).toBeGreaterThan(0.9)
    expect(phase?.sensitivity).toBeGreaterThan(0.85)
    expect(phase?.specificity).toBeGreaterThan(0.85)
    expectProbabilities(document.rows)
  })

  it('the hidden Markov model notices them too', () => {
    const { contraction } = document.recessions ?? {}
    for (const { lag } of contraction?.recessions ?? []) expect(lag ?? Infinity).toBeLessThanOrEqual(2)
    expect(contraction?.auc).toBeGreaterThan(0.85)
  })

  it('scores the phase that it shows', () => {
    const { phase, months } = document.recessions ?? { months: [] }
    const isDated = (month: string): boolean =>
      phase?.recessions.some(({ first, last }) => month >= months[first] && month <= months[last]) === true
    const [inside, outside] = [true, false].map((dated) =>
      document.rows.filter(({ date }) => isDated(`${date.slice(0, 7)}-01`) === dated),
    )
    const shownIn = (rows: readonly RegimeRow[]): number => rows.filter((row) => row.phase === 'recession').length
    expect(phase?.periods).toBe(inside.length + outside.length)
    expect(phase?.sensitivity).toBe(shownIn(inside) / inside.length)
    expect(phase?.specificity).toBe(1 - shownIn(outside) / outside.length)
  })

  it('turbulence was high in the crises and low in the calm of 2017', () => {
    const rowOf = (month: string) => document.rows.find(({ date }) => date.startsWith(month))
    const at = (month: string): number => Number(rowOf(month)?.turbulence)
    expect(Math.min(at('2008-10'), at('2008-11'), at('2020-03'))).toBeGreaterThan(0.9)
    expect(Math.max(at('2017-06'), at('2017-10'))).toBeLessThan(0.1)
  })

  it('the preferences of the table find no evidence of skill', () => {
    expect(Math.abs(document.skill.t ?? NaN)).toBeLessThan(2)
    expect(document.skill.sessions).toBeGreaterThan(5000)
  })
})
