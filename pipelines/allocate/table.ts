import { exactTargets } from '../../src/allocate/core-satellite.js'
import { sumOf } from '../../src/allocate/rational.js'
import type { Allocation } from './schema.js'
import { located } from '../located.js'
import type { YamlSource } from '../yaml-source.js'

/** What is wanted of a symbol, in fractions of the capital. */
export interface TargetWeight {
  readonly symbol: string
  readonly sector: string | null
  readonly benchmarkWeight: number
  readonly tilt: number
  readonly targetWeight: number
}

/** A row of the table with nothing left open. */
export interface TargetRow extends TargetWeight {
  readonly price: number | undefined
  readonly lot: number | undefined
  readonly expenseRatio: number
  readonly borrowRate: number
}

/**
 * The table of targets: benchmark weight + tilt = target in every row, in exact decimals.
 * @throws ConfigError with file, line and field: the three disagree, a symbol stands twice or is the core, weights sum to more than 1
 */
export function targetRows(
  { rows, core, capital, expenseRatio, borrowRate }: Allocation,
  source: YamlSource,
): TargetRow[] {
  const seen = new Set<string>()
  const table = rows.map((row, i): TargetRow => {
    const { symbol, sector = null, benchmarkWeight, price, lot } = row
    if (symbol === core?.symbol)
      throw source.errorAt(['rows', i, 'symbol'], `"${symbol}" is the core fund, expected a fund beside it`)
    if (seen.has(symbol)) throw source.errorAt(['rows', i, 'symbol'], `"${symbol}" stands twice`)
    seen.add(symbol)
    const targetWeight = row.targetWeight ?? sumOf([benchmarkWeight, row.tilt ?? 0])
    const tilt = sumOf([targetWeight, -benchmarkWeight])
    if (row.tilt !== undefined && row.tilt !== tilt)
      throw source.errorAt(
        ['rows', i, 'targetWeight'],
        `is ${targetWeight}, but benchmark weight ${benchmarkWeight} and tilt ${row.tilt} make ${sumOf([benchmarkWeight, row.tilt])}`,
      )
    return {
      ...{ symbol, sector, benchmarkWeight, tilt, targetWeight, price, lot },
      expenseRatio: row.expenseRatio ?? expenseRatio,
      borrowRate: row.borrowRate ?? borrowRate,
    }
  })
  located(source, ['rows'], () => exactTargets(table, capital))
  return table
}

/** Sum of a column, in exact decimals. */
export function totalOf(rows: readonly TargetRow[], column: 'benchmarkWeight' | 'tilt' | 'targetWeight'): number {
  return sumOf(rows.map((row) => row[column]))
}

/** Where the table stands against the benchmark. */
export interface Stance {
  readonly overweight: readonly string[]
  readonly underweight: readonly string[]
  readonly marketWeight: readonly string[]
  readonly sentence: string
}

/** The signs of the tilts in words; null for a table without a benchmark. */
export function stanceOf(rows: readonly TargetRow[]): Stance | null {
  if (rows.every(({ benchmarkWeight }) => benchmarkWeight === 0)) return null
  const named = (sign: number): string[] =>
    rows.filter(({ tilt }) => Math.sign(tilt) === sign).map(({ sector, symbol }) => sector ?? symbol)
  const [overweight, underweight, marketWeight] = [1, -1, 0].map(named)
  const parts = [
    ['overweight', overweight],
    ['underweight', underweight],
    ['market weight', marketWeight],
  ] as const
  const sentence = parts
    .filter(([, names]) => names.length > 0)
    .map(([word, names]) => `${word} ${names.join(', ')}`)
    .join('; ')
  return { overweight, underweight, marketWeight, sentence }
}
