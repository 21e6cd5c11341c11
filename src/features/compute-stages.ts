import { ConfigError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import type { Kernels, RollingRequest, Rows } from '../kernels/kernels.js'
import type { ComputedStage, RollingStage, Stage } from './stage.js'

/** Columns by name: what a plan is computed from, and what it computes. */
export type Columns = Map<string, Matrix>

/** What is computed at once: a stage with an arithmetic of its own, or all rolling statistics of the same inputs. */
type Step = readonly [ComputedStage] | readonly RollingStage[]

/** Stages, made ready to be computed any number of times. */
type Steps = readonly Step[]

const isRolling = (stage: Stage): stage is RollingStage => 'rolling' in stage

/**
 * Gathers rolling statistics of the same inputs where the first of them stands.
 * @param stages - in an order in which each comes after its inputs
 */
export function stepsOf(stages: readonly Stage[]): Steps {
  const steps: Step[] = []
  const gathered = new Map<string, RollingStage[]>()
  for (const stage of stages) {
    if (!isRolling(stage)) {
      steps.push([stage])
      continue
    }
    const key = stage.inputs.join('\n')
    const group = gathered.get(key)
    if (group !== undefined) group.push(stage)
    else {
      const first = [stage]
      gathered.set(key, first)
      steps.push(first)
    }
  }
  return steps
}

/** Number of columns of a stage's output. @throws ConfigError when an input is wider than the first, whose width it takes */
export function columnsOf(stage: Stage, inputs: readonly Matrix[], nAssets: number): number {
  const widths = { asset: nAssets, pair: nAssets * nAssets, session: 1, inputs: inputs[0]?.cols ?? 1 }
  const cols = widths[stage.width]
  // A session's value stands for all assets; sessions and pairs are made of assets.
  const expected = stage.width === 'session' || stage.width === 'pair' ? nAssets : cols
  const odd = inputs.findIndex((input) => input.cols !== 1 && input.cols !== expected)
  if (odd >= 0 && stage.width === 'inputs' && cols === 1)
    throw new ConfigError(
      `feature "${stage.name}": "${stage.inputs[0]}" has one value per session, expected one per asset`,
    )
  if (odd >= 0)
    throw new ConfigError(
      `feature "${stage.name}": "${stage.inputs[odd]}" has ${inputs[odd].cols} values per session, expected 1 or ${expected}`,
    )
  return cols
}

/** Inputs of a stage. @throws ConfigError when one is not there */
function inputsOf(stage: Stage, columns: Columns): Matrix[] {
  return stage.inputs.map((name) => {
    const input = columns.get(name)
    if (input === undefined) throw new ConfigError(`feature "${stage.name}" needs "${name}", which the panel has not`)
    return input
  })
}

/** Rolling statistics of the same rows, which the kernels compute together. */
interface Batch {
  readonly rows: Rows
  readonly requests: RollingRequest[]
}

/**
 * Computes rows of the stages: all of a batch, the last one of a live stream, those that a changed input reaches. One path for
 * the three, so that they agree to the last bit.
 * @param columns - sources, with all rows that the lookbacks reach; outputs are made where they are absent
 * @param rowsOf - rows wanted of a stage, no others are written; undefined for none
 * @param make - a matrix for a stage whose column is absent
 */
export function computeStages(
  steps: Steps,
  columns: Columns,
  rowsOf: (stage: Stage) => Rows | undefined,
  make: (stage: Stage, inputs: readonly Matrix[]) => Matrix,
  kernels: Kernels,
): void {
  for (const step of steps) {
    const inputs = inputsOf(step[0], columns)
    const batches: Batch[] = []
    for (const stage of step) {
      const out = columns.get(stage.name) ?? make(stage, inputs)
      columns.set(stage.name, out)
      const rows = rowsOf(stage)
      if (rows === undefined || rows.to <= rows.from) continue
      if (isRolling(stage)) {
        const { statistic, window } = stage.rolling
        const request = { statistic, window, out }
        const batch = batches.find((each) => each.rows.from === rows.from && each.rows.to === rows.to)
        if (batch === undefined) batches.push({ rows, requests: [request] })
        else batch.requests.push(request)
        continue
      }
      out.data.fill(NaN, rows.from * out.cols, rows.to * out.cols)
      stage.compute(inputs, out, rows, kernels)
    }
    for (const { rows, requests } of batches) kernels.rolling(inputs, requests, rows)
  }
}
