import { describe, expect, it } from 'vitest'
import { openGmaSource, type GmaSource } from '../../../pipelines/gma/source.js'
import { runGma, type GmaDocument, type GmaQuestion } from '../../../pipelines/gma/gma.js'
import type { GmaSurface, SurfaceGrid } from '../../../pipelines/gma/surface.js'
import { surfaceSentences } from '../../../pipelines/gma/text.js'
import { parseSession } from '../../../src/core/calendar.js'
import { createMatrix } from '../../../src/core/matrix.js'
import { expectedMaximumSharpe } from '../../../src/overfit/deflated-sharpe.js'

const QUESTION: GmaQuestion = {
  x: 10,
  y: 1,
  M: 1,
  factor: 1,
  favourite: 'CASH',
  select: 'largest',
  tie: 'keep',
  normalised: true,
  every: 'weekly',
  fill: 'close',
  costBps: 5,
  cashRate: 0,
  symbols: undefined,
  from: undefined,
  to: undefined,
  surface: undefined,
}
const GRID: SurfaceGrid = { x: [4, 8, 16, 26, 52], y: [1, 4, 13], M: [1, -1], factor: [0.5, 1] }

const place = { data: undefined, file: undefined, dialect: undefined, benchmark: undefined, to: undefined }
const open = (experiment: string): Promise<GmaSource> =>
  openGmaSource({ ...place, source: `experiments/${experiment}.yaml` }, () => undefined)
const planted = await open('simulated-market')
const nothing = await open('null-market')

const ask = (source: GmaSource, question: Partial<GmaQuestion>): GmaDocument =>
  runGma(source, { ...QUESTION, ...question }).document
function surfaceOf(source: GmaSource, question: Partial<GmaQuestion> = {}): GmaSurface {
  const { surface } = ask(source, { surface: GRID, ...question })
  if (surface === undefined) throw new Error('no surface')
  return surface
}

describe('the surface', () => {
  const surface = surfaceOf(planted, { favourite: 'SIM-UTIL' })

  it('has a cell for each combination with y up to x, each what the machine gives over the same sessions', () => {
    expect(surface.cells).toHaveLength((2 + 2 + 3 + 3 + 3) * 4)
    const from = parseSession(surface.from)
    for (const cell of surface.cells.filter((_, i) => i % 7 === 0)) {
      const { x, y, M, factor, ...numbers } = cell
      const alone = ask(planted, { x, y, M, factor, favourite: 'SIM-UTIL', from })
      expect(alone.from).toBe(surface.from)
      expect(alone).toMatchObject(numbers)
    }
  })

  it('knows the best cell, the one in the middle, and how many do better than what is easy', () => {
    const sorted = [...surface.cells].sort((a, b) => b.sharpe - a.sharpe)
    expect(surface.best?.sharpe).toBe(sorted[0].sharpe)
    expect(surface.best?.searched.sharpe).toBeCloseTo(sorted[0].sharpe, 10)
    expect(surface.median?.sharpe).toBe(sorted[Math.floor((sorted.length - 1) / 2)].sharpe)
    const above = surface.cells.filter(({ sharpe }) => sharpe > surface.equalWeight.sharpe).length
    expect(surface.beating.equalWeight.sharpe).toBe(above / surface.cells.length)
    expect(above).toBeGreaterThan(0)
    expect(above).toBeLessThan(surface.cells.length)
  })

  it('deflates the best by the variance of the cells and their number, strictest with every cell a trial', () => {
    const searched = surface.best?.searched
    if (searched === undefined) throw new Error('no best cell')
    const daily = surface.cells.map(({ sharpe }) => sharpe / Math.sqrt(252))
    const centre = daily.reduce((sum, value) => sum + value, 0) / daily.length
    const variance = daily.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (daily.length - 1)
    const luck = expectedMaximumSharpe({ count: surface.cells.length, variance }) * Math.sqrt(252)
    expect(searched.byCount.trials).toBe(surface.cells.length)
    expect(searched.byCount.expectedMaximumSharpe).toBeCloseTo(luck, 10)
    expect(searched.deflatedSharpe).toBe(searched.byCount.deflatedSharpe)
    const { byCount, byCorrelation, byEigenvalues } = searched
    expect(byCount.trials).toBeGreaterThan(byCorrelation.trials)
    expect(byCorrelation.trials).toBeGreaterThan(byEigenvalues.trials)
    expect(byCount.deflatedSharpe).toBeLessThan(byCorrelation.deflatedSharpe)
    expect(byCorrelation.deflatedSharpe).toBeLessThan(byEigenvalues.deflatedSharpe)
  })
})

describe('a search over a market', () => {
  it('with planted momentum is evidence of switching skill', () => {
    const { best } = surfaceOf(planted)
    expect(best?.active.deflatedSharpe).toBeGreaterThan(0.95)
  })

  it('without anything to be found is none, and the sentences say so', () => {
    const surface = surfaceOf(nothing)
    expect(surface.best?.active.deflatedSharpe).toBeLessThan(0.95)
    const said = surfaceSentences(surface).join('\n')
    expect(said).toContain('no evidence of switching skill')
    expect(said).toMatch(/Best cell .* Deflated Sharpe ratio: 0\.\d{3} with its 26 cells as trials/)
  })

  it('where cash is the Favourite at a constant price, one Factor is tried and M -1 stays in cash', () => {
    const surface = surfaceOf(nothing, { factor: 0.8 })
    const { cells, distinct, idle, best, grid, flatHurdle } = surface
    expect([grid.factor, flatHurdle, cells.length]).toEqual([[0.8], true, 26])
    expect(surfaceSentences(surface)[0]).toContain('13 of them always in cash, the hurdle is 0 whatever the Factor')
    const paid = surfaceOf(nothing, { cashRate: 0.02 })
    expect([paid.flatHurdle, paid.cells.length]).toEqual([false, 52])
    expect(surfaceSentences(paid)[1]).toContain('Sharpe ratio over cash at 2.00% a year')
    expect(idle).toBe(cells.length / 2)
    expect(distinct).toBeLessThanOrEqual(13 + 1)
    expect(best?.M).toBe(1)
    for (const { M, growth, switches } of cells.filter((cell) => cell.M === -1)) {
      expect([M, growth, switches]).toEqual([-1, 1, 0])
    }
    const idleOnly = surfaceOf(nothing, { surface: { ...GRID, M: [-1] } })
    expect([idleOnly.best, idleOnly.median]).toEqual([null, null])
    expect(surfaceSentences(idleOnly)).toHaveLength(1)
  })
})

it('a surface of fewer than three steps is refused', () => {
  const { dates } = planted.panel
  const from = dates[dates.length - 6]
  expect(() => surfaceOf(planted, { from })).toThrow('--surface: 2 steps from the first decision of the longest x on')
  expect(surfaceOf(planted, { from: dates[dates.length - 11] }).cells).toHaveLength(26)
})

describe('no step looks ahead', () => {
  it('another future changes no decision before it, and no growth up to it', () => {
    const { panel } = planted
    const cut = 3000
    const { rows, cols, data } = panel.fields.close
    const close = createMatrix(rows, cols)
    // Each fund continues with the future of its neighbour.
    for (let i = 0; i < data.length; i++) {
      const [row, col] = [Math.floor(i / cols), i % cols]
      close.data[i] = row <= cut ? data[i] : 2 * data[row * cols + ((col + 1) % cols)]
    }
    const other = { ...planted, panel: { ...panel, fields: { ...panel.fields, close } } }
    for (const every of ['daily', 'weekly', 'monthly'] as const) {
      const [before, after] = [planted, other].map((source) => runGma(source, { ...QUESTION, every }))
      // The last session of a week is known when the next one has begun.
      const upTo = before.trace.filter(({ row }) => before.market.rows[row] <= cut - 22).length
      expect(upTo).toBeGreaterThan(100)
      expect(after.document.steps.slice(0, upTo)).toEqual(before.document.steps.slice(0, upTo))
      expect(after.net.slice(0, cut - after.first + 1)).toEqual(before.net.slice(0, cut - before.first + 1))
      expect(after.document.growth).not.toBe(before.document.growth)
    }
  })
})
