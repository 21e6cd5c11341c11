import { formatSession } from '../core/calendar.js'
import { rowOf } from '../core/matrix.js'
import { standardDeviation } from '../core/statistics.js'
import { selectTop } from '../decide/select/select-top.js'
import { forecastRange, type Forecasts } from '../forecast/forecasts.js'
import { csvOf } from './csv.js'
import { directionOf } from './heatmap.js'
import { NOTICE } from './notice.js'

/** Schema of `scores.json`; the number grows when a field changes its meaning or goes. */
export const SCORES_SCHEMA = 'sectorcast.scores/1'

/** One predicted score, as exported. */
export interface ScoreRecord {
  /** Session at whose close the score was known, YYYY-MM-DD. */
  readonly date: string
  /** Canonical sector id. */
  readonly sector: string
  readonly symbol: string
  readonly model: string
  /** Sessions after `date` that the score speaks about. */
  readonly horizon: number
  /** In units of the experiment's target; the ensemble's is a mean rank in [-0.5, 0.5]. */
  readonly score: number
  /** 1 = strongest of the session; ties go to the earlier column. */
  readonly rank: number
  /** Sign of the change of the score since the session before, 0 within the dead band. */
  readonly direction: -1 | 0 | 1
  /** Agreement between the models, 0 to 1. */
  readonly confidence: number
  readonly simulated: boolean
}

/** Which records, and how large a change counts. */
export interface ScoreOptions {
  /** First and last row (exclusive); all forecasts when absent. */
  readonly start?: number
  readonly end?: number
  /** Changes up to this share of the session's standard deviation of scores have direction 0. */
  readonly deadBand: number
}

/** The records of the forecasts, by session, then model, then rank. */
export function scoreRecords(forecasts: Forecasts, options: ScoreOptions): ScoreRecord[] {
  const range = forecastRange(forecasts)
  const { start = range.start, end = range.end, deadBand } = options
  const { dates, assets, sectors, horizon, simulated } = forecasts
  const records: ScoreRecord[] = []
  for (let row = start; row < end; row++) {
    const date = formatSession(dates[row])
    const confidence = rowOf(forecasts.confidence, row)
    for (const [model, matrix] of Object.entries(forecasts.scores)) {
      const scores = rowOf(matrix, row)
      const order = selectTop(scores, scores.length)
      const band =
        deadBand *
        standardDeviation(
          order.map((i) => scores[i]),
          0,
        )
      for (const [position, i] of order.entries()) {
        const before = row > 0 ? matrix.data[(row - 1) * matrix.cols + i] : NaN
        records.push({
          date,
          sector: sectors[i],
          symbol: assets[i],
          model,
          horizon,
          score: scores[i],
          rank: position + 1,
          direction: directionOf(scores[i], before, band),
          confidence: confidence[i],
          simulated,
        })
      }
    }
  }
  return records
}

/** The document of `scores.json`, one record a line. */
export function scoresJson(experiment: string, simulated: boolean, records: readonly ScoreRecord[]): string {
  const head = {
    schema: SCORES_SCHEMA,
    experiment,
    asOf: records.at(-1)?.date ?? null,
    simulated,
    notice: NOTICE,
  }
  const lines = records.map((record) => JSON.stringify(record)).join(',\n')
  return `${JSON.stringify(head).slice(0, -1)},"scores":[\n${lines}\n]}\n`
}

/** The same records as `scores.csv`. */
export function scoresCsv(records: readonly ScoreRecord[]): string {
  const column = <K extends keyof ScoreRecord>(key: K): ScoreRecord[K][] => records.map((record) => record[key])
  return csvOf({
    date: column('date'),
    sector: column('sector'),
    symbol: column('symbol'),
    model: column('model'),
    horizon: column('horizon'),
    score: column('score'),
    rank: column('rank'),
    direction: column('direction'),
    confidence: column('confidence'),
    simulated: column('simulated'),
  })
}
