import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperiment, type ParsedExperiment } from '../../pipelines/experiment.js'
import { prepare, type Prepared } from '../../pipelines/prepare.js'
import { walkForward } from '../../pipelines/walk-forward.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import type { Forecasts } from '../../src/forecast/forecasts.js'
import { REAL_DATA, temporaryFolder } from '../fixtures/command-line.js'
import { cutAmerica, cutVietnam } from './cut-files.js'

const found = existsSync(`${REAL_DATA}/us-sector-etfs`)
if (!found) process.stderr.write(`skipped: no real data in ${REAL_DATA} to be cut\n`)
const root = temporaryFolder()
const silent = (): void => undefined

/** A committed experiment, with some lines changed. */
async function changed(name: string, changes: readonly (readonly [RegExp, string])[]): Promise<ParsedExperiment> {
  let text = readFileSync(`experiments/${name}.yaml`, 'utf8')
  for (const [pattern, replacement] of changes) {
    expect(text).toMatch(pattern)
    text = text.replace(pattern, replacement)
  }
  return parseExperiment(text, `${name}.yaml`)
}

interface Results {
  readonly prepared: Prepared
  readonly forecasts: Forecasts
}

async function resultsOf(parsed: ParsedExperiment, folder: string): Promise<Results> {
  const prepared = await prepare(parsed, { folder }, silent)
  return { prepared, forecasts: (await walkForward(parsed, prepared, 1, silent)).forecasts }
}

/** Everything that the cut files give, as the whole files have it for the same sessions and symbols, to the last bit. */
function expectSamePast(whole: Results, cut: Results, day: string): void {
  const { features } = cut.prepared
  const rows = features.dates.length
  expect(formatSession(features.dates[rows - 1])).toBe(day)
  expect(whole.prepared.features.dates.subarray(0, rows)).toEqual(features.dates)
  expect(whole.prepared.features.dates.length).toBeGreaterThan(rows)
  const columns = features.assets.map((symbol) => whole.prepared.features.assets.indexOf(symbol))
  const width = whole.prepared.features.assets.length
  const differences = (all: Float64Array, part: Float64Array): number => {
    let count = 0
    for (let row = 0; row < rows; row++)
      for (const [col, column] of columns.entries())
        if (!Object.is(all[row * width + column], part[row * columns.length + col])) count++
    return count
  }
  for (const [f, name] of features.names.entries())
    expect(differences(whole.prepared.features.values[f].data, features.values[f].data), name).toBe(0)
  for (const [model, scores] of Object.entries(cut.forecasts.scores)) {
    expect(
      scores.data.some((score) => !Number.isNaN(score)),
      model,
    ).toBe(true)
    expect(differences(whole.forecasts.scores[model].data, scores.data), model).toBe(0)
  }
}

describe.skipIf(!found)('files that are cut at a day give the same past, to the last bit', { timeout: 300_000 }, () => {
  const models: [RegExp, string] = [/models:\n( {2}.*\n)+/, 'models: { ridge: {}, gradient-boosting: { trees: 20 } }\n']

  // XLC was born in 2018, fundamentals are silent from 2018 to 2024, the second vintage came in September 2024.
  it.each(['2018-03-09', '2024-10-10'])(
    'funds with macro, vintages, sentiment and fundamentals, cut at %s',
    async (day) => {
      const from = formatSession(parseSession(day) - 200)
      const walk: [RegExp, string] = [
        /walkForward:\n {2}from: 2005-01-03\n {2}refit: yearly/,
        `walkForward:\n  from: ${from}\n  refit: quarterly`,
      ]
      const stride: [RegExp, string] = [/trainStride: 5/, 'trainStride: 21']
      const whole = await changed('us-sectors-macro', [
        walk,
        stride,
        models,
        [/to: 2025-12-24/, 'to: 2025-11-28'],
        [/ {2}drop:\n.*\n/, ''],
      ])
      const cut = join(root, `america-${day}`)
      cutAmerica(REAL_DATA, cut, parseSession(day))
      const { experiment, source } = whole
      const until = { source, experiment: { ...experiment, data: { ...experiment.data, to: day } } } as ParsedExperiment
      expectSamePast(await resultsOf(whole, REAL_DATA), await resultsOf(until, cut), day)
    },
  )

  it('sectors made of Vietnamese stocks with foreign flow, cut at 2025-08-29', async () => {
    const walk: [RegExp, string] = [/from: 2021-06-01.*\n/, 'from: 2025-01-02\n']
    const whole = await changed('vn30-foreign-flow', [walk, models])
    const cut = join(root, 'vietnam')
    const folder = join(REAL_DATA, 'vietnam')
    cutVietnam(folder, cut, parseSession('2025-08-29'))
    expectSamePast(await resultsOf(whole, folder), await resultsOf(whole, cut), '2025-08-29')
  })
})
