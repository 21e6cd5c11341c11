import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { perturbAfter, perturbMatrix, PERTURBATIONS, poisonBefore, poisonRows } from '../../src/audit/perturb.js'
import { matrixOver, rowOf, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { BAR_FIELDS, type Panel } from '../../src/panel/panel.js'

const N_DATES = 40
const N_ASSETS = 3

function values(label: string, cols: number): Matrix {
  const random = createRandom(5, label)
  return matrixOver(
    N_DATES,
    cols,
    Float64Array.from({ length: N_DATES * cols }, () => 50 + random.normal()),
  )
}

const panel: Panel = {
  dates: Int32Array.from({ length: N_DATES }, (_, i) => 15_000 + i),
  assets: ['AAA', 'BBB', 'CCC'],
  sectors: ['energy', 'utilities', 'financials'],
  benchmark: 'MKT',
  fields: {
    open: values('open', N_ASSETS),
    high: values('high', N_ASSETS),
    low: values('low', N_ASSETS),
    close: values('close', N_ASSETS),
    volume: values('volume', N_ASSETS),
  },
  series: { 'benchmark.close': values('benchmark', 1).data },
  assetSeries: {},
  simulated: true,
}

const anyRow = fc.integer({ min: 0, max: N_DATES - 1 })
const anySeed = fc.integer({ min: 0, max: 10_000 })
const anyKind = fc.constantFrom(...PERTURBATIONS)

describe('perturbAfter', () => {
  it('leaves every field, series and date up to row t as it is, to the last bit', () => {
    fc.assert(
      fc.property(anyRow, anyKind, anySeed, (t, kind, seed) => {
        const future = perturbAfter(panel, t, kind, seed).panel
        for (const field of BAR_FIELDS)
          expect(future.fields[field].data.slice(0, (t + 1) * N_ASSETS)).toEqual(
            panel.fields[field].data.slice(0, (t + 1) * N_ASSETS),
          )
        expect(future.series['benchmark.close'].slice(0, t + 1)).toEqual(
          panel.series['benchmark.close'].slice(0, t + 1),
        )
        expect(future.dates.slice(0, t + 1)).toEqual(panel.dates.slice(0, t + 1))
      }),
    )
  })

  it('gives a panel whose parts have one length, its rows naming where they came from', () => {
    fc.assert(
      fc.property(anyRow, anyKind, anySeed, (t, kind, seed) => {
        const { panel: future, rows } = perturbAfter(panel, t, kind, seed)
        expect([...future.dates]).toEqual(rows.map((row) => panel.dates[row]).sort((a, b) => a - b))
        for (const field of BAR_FIELDS) expect(future.fields[field].rows).toBe(rows.length)
        expect(future.series['benchmark.close']).toHaveLength(rows.length)
      }),
    )
  })

  it('truncate ends the panel after row t', () => {
    const { panel: future, rows } = perturbAfter(panel, 9, 'truncate', 1)
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(future.dates).toHaveLength(10)
  })

  it('delete takes out about half of the later sessions and keeps the rest unchanged', () => {
    const { panel: future, rows } = perturbAfter(panel, 9, 'delete', 1)
    expect(rows.length).toBeGreaterThan(15)
    expect(rows.length).toBeLessThan(35)
    for (const [i, row] of rows.entries()) expect(rowOf(future.fields.close, i)).toEqual(rowOf(panel.fields.close, row))
  })

  it('poison keeps every session and changes every later value', () => {
    const { panel: future, rows } = perturbAfter(panel, 9, 'poison', 1)
    expect(rows).toHaveLength(N_DATES)
    for (const field of BAR_FIELDS) {
      const [before, after] = [panel.fields[field].data, future.fields[field].data]
      for (let i = 10 * N_ASSETS; i < after.length; i++) expect(after[i]).not.toBe(before[i])
    }
    const { close } = future.fields
    expect(close.data.some(Number.isNaN)).toBe(true)
    expect(close.data.every((value) => Number.isNaN(value) || (value > 0 && value < 1000))).toBe(true)
  })

  it('shuffle puts the later sessions in another order on the same days', () => {
    const { panel: future, rows } = perturbAfter(panel, 9, 'shuffle', 1)
    expect(rows.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: N_DATES }, (_, row) => row))
    expect(rows.filter((row, i) => row === i).length).toBeLessThan(20)
    expect(future.dates).toEqual(panel.dates)
    for (const [i, row] of rows.entries()) expect(rowOf(future.fields.close, i)).toEqual(rowOf(panel.fields.close, row))
  })

  it('blank keeps every session and leaves no later value', () => {
    const { panel: future, rows } = perturbAfter(panel, 9, 'blank', 1)
    expect(rows).toHaveLength(N_DATES)
    for (const field of BAR_FIELDS)
      expect(future.fields[field].data.subarray(10 * N_ASSETS).every(Number.isNaN)).toBe(true)
    expect(future.series['benchmark.close'].subarray(10).every(Number.isNaN)).toBe(true)
  })

  it('a poisoned bar is missing in all its fields or in none', () => {
    const { fields } = perturbAfter(panel, 9, 'poison', 2).panel
    for (let i = 0; i < fields.close.data.length; i++)
      expect(new Set(BAR_FIELDS.map((field) => Number.isNaN(fields[field].data[i]))).size).toBe(1)
  })

  it('does not touch what it is given, and repeats itself by seed', () => {
    const before = structuredClone(panel)
    for (const kind of PERTURBATIONS) {
      expect(perturbAfter(panel, 4, kind, 3)).toEqual(perturbAfter(panel, 4, kind, 3))
      if (kind !== 'truncate' && kind !== 'blank')
        expect(perturbAfter(panel, 4, kind, 3)).not.toEqual(perturbAfter(panel, 4, kind, 4))
    }
    expect(panel).toEqual(before)
  })
})

describe('perturbMatrix and poisonRows', () => {
  it('give scores the rows of the perturbed panel, unchanged up to row t', () => {
    const scores = values('scores', N_ASSETS)
    for (const kind of PERTURBATIONS) {
      const future = perturbAfter(panel, 12, kind, 6)
      const changed = perturbMatrix(scores, future, 12, kind, 6)
      expect(changed.rows).toBe(future.rows.length)
      expect(changed.data.slice(0, 13 * N_ASSETS)).toEqual(scores.data.slice(0, 13 * N_ASSETS))
      if (kind === 'delete') expect(rowOf(changed, 13)).toEqual(rowOf(scores, future.rows[13]))
      if (kind === 'poison') expect(rowOf(changed, 13)).not.toEqual(rowOf(scores, 13))
    }
  })

  it('poison ends before the row named', () => {
    const scores = values('scores', N_ASSETS)
    const changed = poisonRows(scores, 2, 1, 7)
    expect(changed.data.slice(0, 2 * N_ASSETS)).toEqual(scores.data.slice(0, 2 * N_ASSETS))
    expect(changed.data.slice(7 * N_ASSETS)).toEqual(scores.data.slice(7 * N_ASSETS))
    expect(changed.data.slice(2 * N_ASSETS, 7 * N_ASSETS)).not.toEqual(scores.data.slice(2 * N_ASSETS, 7 * N_ASSETS))
  })

  it('poison begins at the row named', () => {
    const scores = values('scores', N_ASSETS)
    const changed = poisonRows(scores, 7, 1)
    expect(changed.data.slice(0, 7 * N_ASSETS)).toEqual(scores.data.slice(0, 7 * N_ASSETS))
    expect(changed.data.slice(7 * N_ASSETS).every((value, i) => value !== scores.data[7 * N_ASSETS + i])).toBe(true)
  })
})

describe('the past of a panel', () => {
  it('poisonBefore keeps the days and everything from the row on, and nothing before it', () => {
    const changed = poisonBefore(panel, 12, 3)
    expect(changed.dates).toEqual(panel.dates)
    for (const field of BAR_FIELDS) {
      const [before, after] = [panel.fields[field].data, changed.fields[field].data]
      expect(after.slice(12 * N_ASSETS)).toEqual(before.slice(12 * N_ASSETS))
      for (let i = 0; i < 12 * N_ASSETS; i++) expect(after[i]).not.toBe(before[i])
    }
    expect(changed.series['benchmark.close'].slice(12)).toEqual(panel.series['benchmark.close'].slice(12))
    expect(changed.series['benchmark.close'][11]).not.toBe(panel.series['benchmark.close'][11])
  })
})
