import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { matrixOver } from '../../src/core/matrix.js'
import { NOTICE } from '../../src/export/notice.js'
import { SCORES_SCHEMA, scoreRecords, scoresCsv, scoresJson, type ScoreRecord } from '../../src/export/scores.js'
import type { Forecasts } from '../../src/forecast/forecasts.js'

const KEYS = [
  'date',
  'sector',
  'symbol',
  'model',
  'horizon',
  'score',
  'rank',
  'direction',
  'confidence',
  'simulated',
] as const

/** Four sessions: nothing is forecast at the first, and the third asset is listed at the third. */
const forecasts: Forecasts = {
  dates: Int32Array.from(['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'], parseSession),
  assets: ['XLE', 'XLK', 'XLC'],
  sectors: ['energy', 'information-technology', 'communication-services'],
  horizon: 21,
  scores: {
    ridge: matrixOver(4, 3, Float64Array.of(NaN, NaN, NaN, 1, 2, NaN, 3, 2, 1, 3.001, 2, 2)),
    ensemble: matrixOver(4, 3, Float64Array.of(NaN, NaN, NaN, -0.5, 0.5, NaN, 0.5, 0, -0.5, 0.5, 0, 0)),
  },
  confidence: matrixOver(4, 3, Float64Array.of(NaN, NaN, NaN, 0.5, 0.25, NaN, 1, 0.75, 0.5, 1, 0, 0.125)),
  simulated: true,
}

const records = scoreRecords(forecasts, { deadBand: 0.1 })
const of = (date: string, model: string): ScoreRecord[] =>
  records.filter((record) => record.date === date && record.model === model)

describe('scoreRecords', () => {
  it('runs by session, then model, then rank, over all that was forecast', () => {
    expect(records.map(({ date, model, rank }) => `${date} ${model} ${rank}`)).toEqual([
      ...['ridge 1', 'ridge 2', 'ensemble 1', 'ensemble 2'].map((text) => `2024-01-03 ${text}`),
      ...['04', '05'].flatMap((day) =>
        ['ridge 1', 'ridge 2', 'ridge 3', 'ensemble 1', 'ensemble 2', 'ensemble 3'].map(
          (text) => `2024-01-${day} ${text}`,
        ),
      ),
    ])
  })

  it('every record has the published keys in their order', () => {
    for (const record of records) expect(Object.keys(record)).toEqual(KEYS)
  })

  it('a sector without a score has no record, and the others are ranked without it', () => {
    expect(of('2024-01-03', 'ridge').map(({ symbol, rank }) => [symbol, rank])).toEqual([
      ['XLK', 1],
      ['XLE', 2],
    ])
  })

  it('the strongest score has rank 1; ties go to the earlier column', () => {
    expect(of('2024-01-05', 'ridge').map(({ symbol, score, rank }) => [symbol, score, rank])).toEqual([
      ['XLE', 3.001, 1],
      ['XLK', 2, 2],
      ['XLC', 2, 3],
    ])
  })

  it('the direction is the sign of the change since the session before, 0 within the dead band or without one', () => {
    const directions = (date: string): Record<string, number> =>
      Object.fromEntries(of(date, 'ridge').map(({ symbol, direction }) => [symbol, direction]))
    expect(directions('2024-01-03')).toEqual({ XLE: 0, XLK: 0 })
    expect(directions('2024-01-04')).toEqual({ XLE: 1, XLK: 0, XLC: 0 })
    // XLE moved by 0.001, less than a tenth of the session's deviation.
    expect(directions('2024-01-05')).toEqual({ XLE: 0, XLK: 0, XLC: 1 })
    const sharp = scoreRecords(forecasts, { deadBand: 0, start: 3 }).filter(({ model }) => model === 'ridge')
    expect(sharp.map(({ symbol, direction }) => [symbol, direction])).toEqual([
      ['XLE', 1],
      ['XLK', 0],
      ['XLC', 1],
    ])
    const fallen = scoreRecords(forecasts, { deadBand: 0, start: 2, end: 3 })
    expect(fallen.find(({ symbol, model }) => symbol === 'XLK' && model === 'ensemble')?.direction).toBe(-1)
  })

  it('the dead band is a share of the population deviation of the scores of the session', () => {
    // Scores 3, 2, 1 deviate by 0.8165; XLE has risen by 2, which is 2.4495 of that.
    const directionOfXle = (deadBand: number): number | undefined =>
      scoreRecords(forecasts, { deadBand, start: 2, end: 3 }).find(({ symbol }) => symbol === 'XLE')?.direction
    expect(directionOfXle(2.449)).toBe(1)
    expect(directionOfXle(2.45)).toBe(0)
  })

  it('carries sector, horizon, confidence and whether the market is simulated', () => {
    expect(of('2024-01-05', 'ensemble')[2]).toEqual({
      date: '2024-01-05',
      sector: 'communication-services',
      symbol: 'XLC',
      model: 'ensemble',
      horizon: 21,
      score: 0,
      rank: 3,
      direction: 1,
      confidence: 0.125,
      simulated: true,
    })
    expect(of('2024-01-03', 'ridge').map(({ symbol, confidence }) => [symbol, confidence])).toEqual([
      ['XLK', 0.25],
      ['XLE', 0.5],
    ])
    expect(scoreRecords({ ...forecasts, simulated: false }, { deadBand: 0 })[0].simulated).toBe(false)
  })

  it('a range of rows gives the records of those sessions and no others', () => {
    expect(scoreRecords(forecasts, { deadBand: 0.1, start: 2, end: 3 })).toEqual(
      records.filter(({ date }) => date === '2024-01-04'),
    )
  })
})

describe('scoresJson and scoresCsv', () => {
  it('the document says its schema, experiment and session, and that it is no advice', () => {
    const document = JSON.parse(scoresJson('rotation', true, records)) as Record<string, unknown>
    expect(document).toEqual({
      schema: SCORES_SCHEMA,
      experiment: 'rotation',
      asOf: '2024-01-05',
      simulated: true,
      notice: NOTICE,
      scores: records,
    })
    expect(Object.keys(document).at(-1)).toBe('scores')
  })

  it('has one record a line, so that two runs can be compared by eye', () => {
    const lines = scoresJson('rotation', true, records).trimEnd().split('\n')
    expect(lines).toHaveLength(records.length + 2)
    expect(JSON.parse(lines[1].replace(/,$/, ''))).toEqual(records[0])
  })

  it('without records it is a document all the same', () => {
    const document = JSON.parse(scoresJson('nothing', false, [])) as Record<string, unknown>
    expect(document).toMatchObject({ asOf: null, simulated: false, scores: [] })
    expect(scoresCsv([])).toBe(`${KEYS.join(',')}\n`)
  })

  it('the table holds the same records as the document', () => {
    const { data } = papaparse.parse<Record<string, string>>(scoresCsv(records).trimEnd(), { header: true })
    const read = data.map(({ date, sector, symbol, model, ...cells }) => ({
      date,
      sector,
      symbol,
      model,
      horizon: Number(cells.horizon),
      score: Number(cells.score),
      rank: Number(cells.rank),
      direction: Number(cells.direction),
      confidence: Number(cells.confidence),
      simulated: cells.simulated === 'true',
    }))
    const { scores } = JSON.parse(scoresJson('rotation', true, records)) as { scores: ScoreRecord[] }
    expect(read).toEqual(scores)
    expect(scoresCsv(records).split('\n')[0]).toBe(KEYS.join(','))
  })
})
