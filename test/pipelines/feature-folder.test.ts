import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openBarsFolder, type BarsFolderOptions, type FolderPanel } from '../../pipelines/feature-folder.js'
import { DataError } from '../../src/core/errors.js'
import { planStages } from '../../src/features/plan.js'
import { computeFeatures, panelSources } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { temporaryFolder } from '../fixtures/command-line.js'
import { writeFiles } from './feeds/feed-fixture.js'

const root = temporaryFolder()

/** Bars of consecutive days; of a close that is not above 0 the high lies below. */
function csv(year: number, closes: readonly number[]): string {
  const rows = closes.map(
    (close, i) => `${year}-03-${String(i + 1).padStart(2, '0')},${close},${close},${close},${close},100`,
  )
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`
}

function opened(
  name: string,
  files: Readonly<Record<string, string>>,
  options: Partial<BarsFolderOptions> = {},
): FolderPanel {
  const folder = join(root, name)
  writeFiles(folder, files)
  const none = {
    file: undefined,
    dialect: undefined,
    benchmark: undefined,
    family: undefined,
    leavesOut: false,
    to: undefined,
  }
  return openBarsFolder({ folder, ...none, ...options })
}

const CLOSES = [10, 10.1, 10.7, 10.3, 11, 10.9, 10.2, 10.4, 10.6, 10.1]

describe('openBarsFolder', () => {
  it('tells of files whose names hold no symbol', () => {
    const bars = csv(2021, CLOSES)
    const files = { 'AAA.csv': bars, 'SPY.csv': bars, 'notes.txt': '', 'below/x y.csv': bars }
    expect(opened('plain', files).notes.join()).not.toContain('left out')
    const one = opened('one-strange', { ...files, 'A(B.csv': bars })
    expect(one.notes).toContain('1 file left out for a name that is no symbol: "A(B.csv"')
    const many = opened('strange', { ...files, 'x,y.csv': bars, 'a b.csv': bars, 'ünï.csv': bars })
    expect(many.notes).toContain('3 files left out for a name that is no symbol: the first is "a b.csv"')
    expect(many.panel.assets).toEqual(['AAA'])
  })

  it('tells of the first five rows at fault and of their number', () => {
    const bad = csv(2021, [10, 0, 0, 0, 0, 0, 0, 10.4, 10.5, 10.6])
    const { notes } = opened('faults', { 'AAA.csv': bad, 'BBB.csv': csv(2021, CLOSES) }, { leavesOut: true })
    const at = notes.indexOf('6 rows at fault left out, the first 5:')
    expect(at).toBeGreaterThanOrEqual(0)
    expect(notes.slice(at + 1).map((line) => line.slice(0, 21))).toEqual(
      [2, 3, 4, 5, 6].map((day) => `AAA 2021-03-0${day} line ${day + 1}`.slice(0, 21)),
    )
  })

  it('takes the only symbol as its own benchmark, to the last bit, so that nothing relative is measured', () => {
    const { panel, notes } = opened('single', { 'AAA.csv': csv(2021, CLOSES) })
    expect(notes[0]).toBe('benchmark: the only symbol is its own, since there is no SPY')
    expect([...panel.series['benchmark.close']]).toEqual(CLOSES)
    const names = ['rotation_ratio_3', 'information_ratio_3', 'rolling_z_3(relative_price)']
    const plan = planStages([...names, 'momentum_3'], panelSources(panel), stageOf)
    const { values } = computeFeatures(plan, panel, referenceKernels)
    for (const [i, name] of names.entries()) expect([...values[i].data].every(Number.isNaN), name).toBe(true)
    expect(values[3].data.some((value) => !Number.isNaN(value))).toBe(true)
  })

  it('refuses a benchmark that ends before any symbol begins, naming both', () => {
    const files = { 'AAA.csv': csv(2021, CLOSES), 'BBB.csv': csv(2022, CLOSES), 'SPY.csv': csv(2020, CLOSES) }
    const message = 'Date: the benchmark "SPY" ends on 2020-03-10, before the first symbol, "AAA", begins on 2021-03-01'
    expect(() => opened('early', files)).toThrow(message)
    expect(() => opened('early', files)).toThrow(DataError)
  })
})
