import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { decodeText } from '../../datasets/text/decode-text.js'
import { parseSession, periodIndex } from '../../src/core/calendar.js'
import { experimentSchema, type Experiment } from '../experiment-schema.js'
import { schemaError } from '../schema-error.js'
import { withOwnFamily } from '../universe-family.js'
import { checkUniverse } from '../experiment-data.js'
import { parseYaml, type YamlSource } from '../yaml-source.js'

const { name, hypothesis, seed: seedSchema, data, universe } = experimentSchema.shape

/** Number of a month that is written YYYY-MM, counted as `periodIndex` counts; NaN where there is none. */
export function monthOf(text: string): number {
  const day = parseSession(`${text}-01`)
  return Number.isNaN(day) ? NaN : periodIndex(day, 'monthly')
}

const month = z
  .string({ error: 'expected a month, YYYY-MM' })
  .refine((text) => !Number.isNaN(monthOf(text)), { error: 'expected a month that exists, YYYY-MM' })

/** No value twice, and no list that is another one in another order. */
const isSet = (values: readonly (number | readonly number[])[]): boolean =>
  new Set(values.map((value) => String([value].flat().sort()))).size === values.length
const twice = { error: 'a value stands twice' }

const lookback = z.int().min(1).max(1200)
/** Months of momentum: a number, or several of which the returns are averaged. */
const formation = z.union([lookback, z.array(lookback).min(1).refine(isSet, twice)], {
  error: 'expected a whole number of months from 1, or a list of them',
})

/** A sweep of momentum rotations as it is written: what an experiment says of its data, and what is tried on their month ends. */
const rotationSweepSchema = z.strictObject({
  name,
  hypothesis,
  seed: seedSchema,
  data,
  universe,
  sweep: z.strictObject({
    lookbacks: z.array(formation).min(1).refine(isSet, twice),
    /** Numbers of best assets that are held. */
    tops: z.array(z.int().min(1).max(100_000)).min(1).refine(isSet, twice),
    /** First and last month held; the last of the data when absent. */
    from: month,
    to: month.optional(),
    /** Cost of a change of weights, basis points of it. */
    costBps: z.number().min(0).max(1000).default(0),
  }),
  report: z.strictObject({
    /** Flat annual rate of the Sharpe ratio, as a fraction. */
    riskFree: z.number().min(-0.1).max(1),
    bootstrapSamples: z.int().min(100).max(100_000).default(2000),
    /** Mean block length of the stationary bootstrap, months. */
    bootstrapBlock: z.int().min(1).max(1200).default(12),
    level: z.number().gt(0.5).lt(1).default(0.95),
  }),
})

/** Whether the data are returns of months, and not prices of days. */
export function isMonthly(from: Experiment['data']): boolean {
  return from.source === 'french' && from.frequency === 'monthly'
}

/** A sweep with the experiment that says where its prices come from. */
export interface ParsedSweep {
  readonly document: z.output<typeof rotationSweepSchema>
  /** An experiment of these data that forecasts nothing of interest: what loads data is told of experiments. */
  readonly experiment: Experiment
  readonly source: YamlSource
}

/**
 * Reads a sweep: strict schema, data and universe checked, every default filled in.
 * @param seed - overrides the document's own
 * @throws ConfigError naming file, line and field
 */
function parseRotationSweep(source: YamlSource, seed?: number): ParsedSweep {
  const result = rotationSweepSchema.safeParse(source.value)
  if (!result.success) throw schemaError(rotationSweepSchema, result.error, source)
  const document = { ...result.data, seed: seed ?? result.data.seed }
  const { sweep, report, ...about } = document
  const experiment = withOwnFamily(
    experimentSchema.parse({
      ...about,
      horizon: 1,
      features: ['momentum_1'],
      walkForward: { from: `${sweep.from}-01` },
      models: { momentum: {} },
      backtest: { fill: 'close', costBps: sweep.costBps },
      report: { riskFree: report.riskFree, sessionsPerYear: isMonthly(about.data) ? 12 : 252 },
    }),
    source,
  )
  checkUniverse(experiment, source)
  if (sweep.to !== undefined && monthOf(sweep.to) < monthOf(sweep.from))
    throw source.errorAt(['sweep', 'to'], `"${sweep.to}" lies before sweep.from "${sweep.from}"`)
  return { document, experiment, source }
}

/** The YAML document of a file; undefined where there is none to be read, which others tell of. */
function documentOf(path: string): YamlSource | undefined {
  try {
    return parseYaml(decodeText({ file: path, bytes: readFileSync(path) }), path)
  } catch {
    return undefined
  }
}

/**
 * The sweep in a file; undefined where the file is anything else.
 * @param seed - overrides the document's own
 * @throws ConfigError naming file, line and field
 */
export function openRotationSweep(path: string, seed?: number): ParsedSweep | undefined {
  const source = documentOf(path)
  const value = source?.value
  if (source === undefined || typeof value !== 'object' || value === null || !('sweep' in value)) return undefined
  return parseRotationSweep(source, seed)
}
