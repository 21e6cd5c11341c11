import {
  bool,
  columnFromValues,
  dateDay,
  float64,
  tableFromColumns,
  tableToIPC,
  utf8,
  type Column,
  type DataType,
} from '@uwdata/flechette'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { quoted } from '../datasets/text/quoted.js'
import { formatSession } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'

/** Some rows of a table of features: all arrays of one length, a row per session and symbol. */
export interface FeatureRows {
  /** Session days. */
  readonly dates: Int32Array
  readonly symbols: readonly string[]
  /** Canonical sector ids; null where the sector is not known. */
  readonly sectors: readonly (string | null)[]
  /** Whether the symbol and the benchmark were listed for the whole lookback. */
  readonly seasoned: readonly boolean[]
  /** One array per feature; NaN is missing. */
  readonly features: readonly Float64Array[]
}

/** Takes the rows of a table block by block. */
export interface TableWriter {
  write(rows: FeatureRows): void
  /** To be called once, after the last block. */
  finish(): void
}

type Append = (part: string | Uint8Array) => void
type OpenWriter = (names: readonly string[], append: Append) => TableWriter

const HEAD = ['date', 'symbol', 'sector', 'seasoned'] as const
const MILLISECONDS_A_DAY = 86_400_000
/** Characters of a table that are written at once. */
const TEXT_LENGTH = 2 ** 20

/** Missing values as the formats have them. */
function withNulls(values: Float64Array): Float64Array | (number | null)[] {
  if (!values.some(Number.isNaN)) return values
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value))
}

function openParquet(names: readonly string[], append: Append): TableWriter {
  const buffer = new ByteWriter()
  const flush = (): void => {
    append(buffer.getBytes().slice())
    buffer.index = 0
  }
  const sink = Object.assign(buffer, { flush, finish: flush })
  const writer = new ParquetWriter({
    writer: sink,
    createdBy: 'sectorcast',
    schema: [
      { name: 'root', num_children: HEAD.length + names.length },
      { name: 'date', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
      { name: 'symbol', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'sector', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'seasoned', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
      ...names.map((name) => ({ name, type: 'DOUBLE' as const, repetition_type: 'OPTIONAL' as const })),
    ],
  })
  return {
    write({ dates, symbols, sectors, seasoned, features }) {
      const columnData = [
        { name: 'date', data: dates },
        { name: 'symbol', data: [...symbols] },
        { name: 'sector', data: [...sectors] },
        // Plain bits are what every reader knows.
        { name: 'seasoned', data: [...seasoned], encoding: 'PLAIN' as const },
        ...names.map((name, i) => ({ name, data: withNulls(features[i]), encoding: 'PLAIN' as const })),
      ]
      // The sink flushes at once and returns nothing, so neither does this: it has written, or thrown, when it returns.
      void writer.write({ columnData, rowGroupSize: Math.max(1, dates.length) })
    },
    finish() {
      void writer.finish()
    },
  }
}

function openArrow(names: readonly string[], append: Append): TableWriter {
  const blocks: FeatureRows[] = []
  const column = (type: DataType, pick: (rows: FeatureRows) => Iterable<unknown>): Column<unknown> =>
    columnFromValues(
      (take: (value: unknown) => void) => {
        for (const block of blocks) for (const value of pick(block)) take(value)
      },
      type,
      { maxBatchRows: 2 ** 16 },
    )
  return {
    write(rows) {
      blocks.push(rows)
    },
    finish() {
      const columns: [string, Column<unknown>][] = [
        ['date', column(dateDay(), ({ dates }) => Array.from(dates, (date) => date * MILLISECONDS_A_DAY))],
        ['symbol', column(utf8(), ({ symbols }) => symbols)],
        ['sector', column(utf8(), ({ sectors }) => sectors)],
        ['seasoned', column(bool(), ({ seasoned }) => seasoned)],
        ...names.map((name, i): [string, Column<unknown>] => [
          name,
          column(float64(), ({ features }) => withNulls(features[i])),
        ]),
      ]
      const bytes = tableToIPC(tableFromColumns(columns), { format: 'file' })
      // Only a sink that was passed takes the bytes elsewhere.
      if (bytes === null) throw new Error('bug: Arrow gave no bytes')
      append(bytes)
    },
  }
}

/** A cell of comma-separated text; names of features may hold commas. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function openCsv(names: readonly string[], append: Append): TableWriter {
  append(`${[...HEAD, ...names].map(cell).join(',')}\n`)
  return {
    write({ dates, symbols, sectors, seasoned, features }) {
      // A text has a greatest length, which a wide table of many rows exceeds.
      let text = ''
      for (let row = 0; row < dates.length; row++) {
        const values = features.map((feature) => (Number.isNaN(feature[row]) ? '' : String(feature[row])))
        const head = [formatSession(dates[row]), cell(symbols[row]), cell(sectors[row] ?? ''), String(seasoned[row])]
        text += `${[...head, ...values].join(',')}\n`
        if (text.length >= TEXT_LENGTH || row === dates.length - 1) {
          append(text)
          text = ''
        }
      }
    },
    finish() {
      // Text ends with its last line.
    },
  }
}

const FORMATS = new Map<string, OpenWriter>([
  ['.parquet', openParquet],
  ['.csv', openCsv],
  ['.arrow', openArrow],
])

/**
 * How a table is written, by the ending of its name in letters of any size: Parquet (a row group per block, compressed with Snappy), Arrow IPC file or
 * comma-separated text. `date` is a date, features are 64-bit floats; a missing value is a null, or an empty cell.
 * @throws ConfigError for another ending
 */
export function tableFormatOf(name: string): OpenWriter {
  const ending = /\.[^./\\]*$/.exec(name)?.[0] ?? ''
  const format = FORMATS.get(ending.toLowerCase())
  if (format !== undefined) return format
  const known = [...FORMATS.keys()]
  const nearest = ending === '' ? '' : `; the nearest is ${nearestName(ending, known) ?? ''}`
  throw new ConfigError(`--out ${quoted(name)}: is no known kind of table, expected ${known.join(', ')}${nearest}`)
}
