import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectDataFolder, type FolderInspection } from '../../../datasets/inspect/inspect-folder.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession } from '../../../src/core/calendar.js'
import { FINDING_KINDS, type Finding, type FindingKind } from '../../../src/panel/quality/finding.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

/** Counted by test/golden/quality.py, with pandas and without this program. */
interface Golden {
  readonly oddSplits: readonly [symbol: string, date: string, ratio: number][]
  readonly fred: {
    readonly periodic: readonly [series: string, line: number, date: string, count: number][]
    readonly daily: Readonly<Record<string, number>>
  }
  readonly fredMd: Readonly<Record<string, { blankRows: number; line: number; missing: readonly string[] }>>
  readonly shiller: readonly [line: number, date: string, months: number][]
  readonly french: {
    readonly saturdays: number
    readonly firstSaturday: readonly [line: number, date: string]
    readonly lastSaturday: string
    readonly codes: Readonly<Record<string, number>>
  }
  readonly members: {
    readonly ragged: readonly [file: string, line: number, symbol: string][]
    readonly unknown: readonly [file: string, line: number, symbol: string][]
    readonly same: readonly string[]
  }
  readonly fundamentals: {
    readonly headers: readonly string[]
    readonly swapped: readonly string[]
    readonly suffixed: readonly string[]
    readonly ragged: readonly [file: string, line: number][]
  }
  readonly flow: { readonly notes: readonly [symbol: string, line: number][]; readonly newestFirst: number }
}

interface GoldenBars {
  readonly files: number
  readonly rows: number
  readonly errors: readonly [kind: string, file: string, line: number, date: string, symbol: string][]
  readonly gaps: readonly [symbol: string, date: string, missing: number][]
  readonly zeroVolume: readonly [symbol: string, date: string][]
  readonly spikes: readonly [symbol: string, date: string][]
  readonly lateStarts: readonly string[]
  readonly earlyEnds: readonly string[]
  readonly growth: Readonly<Record<string, number>>
  readonly limitMoves: Readonly<Record<string, number>>
}

const golden = JSON.parse(readFileSync('test/golden/quality.json', 'utf8')) as Golden & Record<string, GoldenBars>

const FOLDERS = [
  'us-sector-etfs',
  'sp500-stocks',
  'vietnam',
  'french',
  'macro-fred',
  'macro-vintages',
  'sentiment',
  'shiller',
  'sp500-fundamentals',
  'sp500-members',
]
const inspected = new Map<string, FolderInspection>()
function inspect(folder: string): FolderInspection {
  const known = inspected.get(folder)
  if (known === undefined) throw new Error(`bug: ${folder} was not inspected`)
  return known
}

const of = (folder: string, kind: FindingKind): Finding[] =>
  inspect(folder).findings.filter((each) => each.kind === kind)
const dateOf = ({ date }: Finding): string | null => (date === null ? null : formatSession(date))
const numberIn = ({ detail }: Finding, pattern: RegExp): number => Number(pattern.exec(detail)?.[1])
const sorted = <T>(values: readonly T[]): T[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

const present = existsSync(REAL_DATA)
if (present)
  for (const folder of FOLDERS) inspected.set(folder, await inspectDataFolder(openDataFolder(join(REAL_DATA, folder))))
if (!present) process.stderr.write(`${REAL_DATA} is not there: the quality report of real data is not tested\n`)

describe.skipIf(!present)('the oddities of the real data', () => {
  describe.each(['us-sector-etfs', 'sp500-stocks', 'vietnam'])('%s', (folder) => {
    const expected = golden[folder]

    it('has the errors that pandas counts, and no other', () => {
      const errors = inspect(folder).findings.filter(({ level }) => level === 'error')
      const told = errors.map((error) => [error.kind, error.file, error.line, dateOf(error), error.symbol])
      expect(sorted(told)).toEqual(sorted(expected.errors))
    })

    it('has the files and rows that pandas counts', () => {
      const { kinds, rows } = inspect(folder)
      const flow = kinds.get('flow') ?? 0
      expect((kinds.get('bars') ?? 0) + (kinds.get('bars-long') ?? 0)).toBe(expected.files)
      const flowRows = flow === 0 ? 0 : 30 * 100 + golden.flow.notes.length
      expect(rows).toBe(expected.rows + flowRows)
    })

    it('has its gaps, with their sessions', () => {
      const told = of(folder, 'gap').map((gap) => [gap.symbol, dateOf(gap), numberIn(gap, /^(\d+) /)])
      expect(sorted(told)).toEqual(sorted(expected.gaps))
    })

    it('has its sessions without volume, rows at fault among them', () => {
      const told = of(folder, 'zero-volume').map((each) => [each.symbol, dateOf(each)])
      expect(sorted(told)).toEqual(sorted(expected.zeroVolume))
    })

    it('has its spikes', () => {
      const told = of(folder, 'spike').map((each) => [each.symbol, dateOf(each)])
      expect(sorted(told)).toEqual(sorted(expected.spikes))
    })

    it('has its late starts and early ends', () => {
      expect(sorted(of(folder, 'late-start').map(({ symbol }) => symbol))).toEqual(expected.lateStarts)
      expect(sorted(of(folder, 'early-end').map(({ symbol }) => symbol))).toEqual(expected.earlyEnds)
    })

    it('has the growth of its volumes', () => {
      const told = of(folder, 'volume-growth').map((each) => [each.symbol, numberIn(each, / is (\d+) times/)])
      expect(sorted(told)).toEqual(sorted(Object.entries(expected.growth)))
    })

    it('has its moves beyond the limit', () => {
      const counts = new Map<string, number>()
      for (const { symbol } of of(folder, 'limit-move')) counts.set(symbol ?? '', (counts.get(symbol ?? '') ?? 0) + 1)
      expect(sorted([...counts])).toEqual(sorted(Object.entries(expected.limitMoves)))
    })

    it('follows its exchange: nothing but the outage of HOSE on 2018-01-23 and 24', () => {
      const days = [...of(folder, 'calendar-extra'), ...of(folder, 'calendar-missing')].map(dateOf)
      expect(days).toEqual(folder === 'vietnam' ? ['2018-01-23', '2018-01-24'] : [])
    })
  })

  it.each([['LNT', '2016-05-19'], ...['FLR', 'MPC', 'MRK', 'MRO', 'NSC'].map((symbol) => [symbol, '2017-09-14'])])(
    'the spike of %s on %s is told',
    (symbol, date) => {
      expect(of('sp500-stocks', 'spike').map((each) => [each.symbol, dateOf(each)])).toContainEqual([symbol, date])
    },
  )

  it('51 sessions of stocks are missing', () => {
    const missing = of('sp500-stocks', 'gap').reduce((sum, gap) => sum + numberIn(gap, /^(\d+) /), 0)
    expect(missing).toBe(51)
  })

  it('the intraday snapshot of SPY and the spin-off of XLF are told, the splits of 2025-12-05 are not', () => {
    expect(of('us-sector-etfs', 'partial-session').map((each) => [each.symbol, dateOf(each), each.line])).toEqual([
      ['SPY', '2025-12-26', 8286],
    ])
    const odd = of('us-sector-etfs', 'odd-split').map((each) => [
      each.symbol,
      dateOf(each),
      numberIn(each, /of ([\d.]+)/),
    ])
    expect(odd).toEqual(golden.oddSplits)
  })

  it('FRED: periods never published, holidays', () => {
    const { periodic, daily } = golden.fred
    const counted = of('macro-fred', 'blank-observation').map((each) => {
      const count = numberIn(each, /^(\d+) periods/)
      return [each.symbol, each.line, dateOf(each), Number.isNaN(count) ? 1 : count]
    })
    expect(counted).toEqual(periodic)
    const blank = of('macro-fred', 'blank-days').map((each) => [each.symbol, numberIn(each, /^(\d+) days/)])
    expect(Object.fromEntries(blank)).toEqual(daily)
  })

  it('FRED-MD: blank rows, twelve series not yet released', () => {
    for (const [file, { blankRows, line, missing }] of Object.entries(golden.fredMd)) {
      const own = (kind: FindingKind): Finding[] => of('macro-vintages', kind).filter((each) => each.file === file)
      expect(own('blank-rows').map((each) => numberIn(each, /^(\d+) /))).toEqual(blankRows > 0 ? [blankRows] : [])
      expect(own('not-released').map((each) => [each.line, each.detail.split(': ')[1]])).toEqual([
        [line, missing.join(', ')],
      ])
    }
  })

  it('Shiller: runs of 0.0', () => {
    const told = of('shiller', 'missing-code').map((each) => [
      each.line,
      dateOf(each),
      numberIn(each, /in (\d+) months/),
    ])
    expect(sorted(told)).toEqual(sorted(golden.shiller))
  })

  it('French: Saturdays to 1952, codes for missing values', () => {
    const { saturdays, firstSaturday, lastSaturday, codes } = golden.french
    for (const each of of('french', 'saturday')) {
      expect([each.line, dateOf(each), numberIn(each, /^(\d+) /)]).toEqual([...firstSaturday, saturdays])
      expect(each.detail).toContain(lastSaturday)
    }
    expect(of('french', 'saturday')).toHaveLength(2)
    const counts = new Map<string, number>()
    for (const each of of('french', 'missing-code'))
      counts.set(each.file, (counts.get(each.file) ?? 0) + numberIn(each, /^(\d+) /))
    expect(Object.fromEntries(counts)).toEqual(codes)
    expect(inspect('french').findings.filter(({ kind }) => kind.startsWith('calendar'))).toEqual([])
  })

  it('members: commas, sectors, the same file twice', () => {
    const { ragged, unknown, same } = golden.members
    const places = (kind: FindingKind): unknown[] =>
      of('sp500-members', kind).map(({ file, line, symbol }) => [file, line, symbol])
    expect(places('ragged-row')).toEqual(ragged)
    expect(places('unknown-sector')).toEqual(unknown)
    expect(of('sp500-members', 'same-file').map(({ file }) => file)).toEqual(same)
    expect(of('sp500-members', 'sector-spelling')[0].detail).toMatch(
      /^"Telecommunication Services" is "Telecommunications/,
    )
    expect(of('sp500-members', 'sector-count').map(({ detail }) => detail.slice(0, 14))).toEqual(['11 sectors, 10'])
  })

  it('fundamentals: columns, units, swapped columns, sub-industries', () => {
    const { headers, swapped, suffixed, ragged } = golden.fundamentals
    const drift = of('sp500-fundamentals', 'schema-drift')
    const changed = drift.filter(({ detail }) => /new columns|without/.test(detail)).map(({ file }) => file)
    expect(changed).toEqual(headers)
    expect(suffixed).toEqual(['2012-12-27.csv'])
    expect(drift.map(({ file, detail }) => `${file} ${detail}`)).toEqual([
      expect.stringMatching(/^2013-02-10.* money in billions, not suffixed/),
      expect.stringMatching(/^2018-02-08.* money in dollars, not billions/),
      expect.stringMatching(/^2024-10-10.* dividend yield as fraction, not percent/),
    ])
    expect(of('sp500-fundamentals', 'columns-swapped').map(({ file }) => file)).toEqual(swapped)
    expect(of('sp500-fundamentals', 'ragged-row').map(({ file, line }) => [file, line])).toEqual(ragged)
    expect(of('sp500-fundamentals', 'sub-industries').map(({ file }) => file)[0]).toBe('2024-10-10.csv')
  })

  it('flows: headers encoded twice, newest first, notes in the date column', () => {
    const { notes, newestFirst } = golden.flow
    expect(of('vietnam', 'note-row').map(({ symbol, line }) => [symbol, line])).toEqual(notes)
    expect(of('vietnam', 'newest-first')).toHaveLength(newestFirst)
    expect(of('vietnam', 'double-encoded')).toHaveLength(30)
  })

  it('clean folders have no errors, and no kind has two levels', () => {
    for (const folder of [
      'macro-fred',
      'macro-vintages',
      'sentiment',
      'shiller',
      'french',
      'sp500-members',
      'sp500-fundamentals',
    ])
      for (const { level, kind } of inspect(folder).findings) {
        expect(level).not.toBe('error')
        expect(level).toBe(FINDING_KINDS[kind].level)
      }
    expect(inspect('sentiment').findings).toEqual([])
  })
})
