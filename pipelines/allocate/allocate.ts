import { isDeepStrictEqual } from 'node:util'
import { decodeText } from '../../datasets/text/decode-text.js'
import { toCents } from '../../src/allocate/lots.js'
import { productOf, sumOf } from '../../src/allocate/rational.js'
import { checkClaims, type CheckedClaims } from './claims.js'
import { planInstruments, standInsOfRows, type PlanInstruments } from './instruments.js'
import { planOf, type Overrides, type PlanDocument } from './plan.js'
import { allocationSchema, type Allocation } from './schema.js'
import { stanceOf, targetRows, totalOf, type Stance, type TargetWeight } from './table.js'
import { refuseOtherKinds } from '../document-kinds.js'
import { familyNamed, readNamedFile } from '../family-file.js'
import { asConfig, located } from '../located.js'
import { schemaError } from '../schema-error.js'
import { parseYaml, type YamlSource } from '../yaml-source.js'

/** What the command line asks for beside the document. */
export interface AllocationQuestion extends Overrides {
  /** etf, inverse, future or family:NAME. */
  readonly instrument?: string | undefined
  readonly asOf?: string | undefined
  /** Yearly standard deviation as a fraction. */
  readonly volatility?: number | undefined
}

/** A portfolio carried out. Money in whole cents, weights as fractions of the capital. */
export interface AllocationDocument extends CheckedClaims {
  readonly name: string
  readonly description: string | null
  readonly hypothesis: string | null
  readonly asOf: string | null
  readonly capital: number
  readonly targets: readonly (TargetWeight & { readonly amount: number })[]
  readonly totals: Pick<TargetWeight, 'benchmarkWeight' | 'tilt' | 'targetWeight'> & { readonly amount: number }
  /** Null for a table without a benchmark. */
  readonly stance: Stance | null
  /** What the targets leave. */
  readonly cash: { readonly weight: number; readonly amount: number }
  readonly plans: readonly (PlanDocument & { readonly mapped?: PlanInstruments })[]
  readonly source: string | null
}

function parseAllocation(text: string, file: string): { allocation: Allocation; source: YamlSource } {
  const source = parseYaml(text, file)
  refuseOtherKinds(source, 'allocation')
  const result = allocationSchema.safeParse(source.value)
  if (!result.success) throw schemaError(allocationSchema, result.error, source)
  return { allocation: result.data, source }
}

/**
 * Carries every plan of an allocation out.
 * @param text - YAML
 * @param file - its name, for messages
 * @param question - what is asked differently from the document; what it claims of plans that change by it is not checked
 * @throws ConfigError naming file, line and field
 */
export function allocate(text: string, file: string, question: AllocationQuestion = {}): AllocationDocument {
  const { allocation: written, source } = parseAllocation(text, file)
  const { instrument, asOf, volatility, ...overrides } = question
  const allocation: Allocation = {
    ...written,
    ...(asOf === undefined ? {} : { asOf }),
    ...(volatility === undefined ? {} : { volatility }),
  }
  const { name, description = null, hypothesis = null, capital, source: cited = null } = allocation
  const rows = targetRows(allocation, source)
  const family = located(source, ['family'], () => familyNamed(allocation.family))
  const standIns = instrument === undefined ? undefined : standInsOfRows({ allocation, family, instrument, source })
  const carriedOut = Object.keys(allocation.plans).map((plan) => planOf(allocation, rows, plan, overrides, source))
  const plans = carriedOut.map((plan) =>
    standIns === undefined || !plan.feasible ? plan : { ...plan, mapped: planInstruments(allocation, plan, standIns) },
  )
  const inMoney = (weight: number): number => toCents(productOf(weight, capital))
  const sums = {
    benchmarkWeight: totalOf(rows, 'benchmarkWeight'),
    tilt: totalOf(rows, 'tilt'),
    targetWeight: totalOf(rows, 'targetWeight'),
  }
  const amount = inMoney(sums.targetWeight)
  const document = {
    ...{ name, description, hypothesis, asOf: allocation.asOf ?? null, capital },
    targets: rows.map(({ symbol, sector, benchmarkWeight, tilt, targetWeight }) => ({
      ...{ symbol, sector, benchmarkWeight, tilt, targetWeight },
      amount: inMoney(targetWeight),
    })),
    totals: { ...sums, amount },
    cash: { weight: sumOf([1, -sums.targetWeight]), amount: sumOf([capital, -amount]) },
    stance: stanceOf(rows),
    plans,
    source: cited,
  }
  const changed = carriedOut
    .filter((plan) => !isDeepStrictEqual(plan, planOf(allocation, rows, plan.name, {}, source)))
    .map((plan) => plan.name)
  return { ...document, ...checkClaims(allocation.claims, document, changed, source) }
}

/**
 * As {@link allocate}, of a file.
 * @throws ConfigError when it can not be read or is wrong
 */
export function allocateFile(path: string, question: AllocationQuestion): AllocationDocument {
  return allocate(
    asConfig(() => decodeText(readNamedFile(path))),
    path,
    question,
  )
}
