import { z } from 'zod'
import { BAR_COLUMNS, LACKABLE_COLUMNS } from '../datasets/bars/dialects.js'
import { familySchema } from '../datasets/registry/family-schema.js'
import { DATE_ORDERS } from '../datasets/text/cells.js'
import { EXCHANGES } from '../src/core/exchanges/exchange.js'
import { isoDate, path, sessions, symbol } from '../datasets/text/schema-parts.js'

/** Single rows to leave out, each named: a snapshot taken within a session, for example. */
const drop = z.array(z.strictObject({ symbol, date: isoDate })).default([])

/** What all sources of files may say. */
const files = {
  /** Folder of the prices below the data folder. */
  folder: path.default('.'),
  from: isoDate.optional(),
  to: isoDate.optional(),
  drop,
  /** Exchange whose calendar the sessions follow: decisions on the last session of a period need it. */
  exchange: z.enum(EXCHANGES).optional(),
}

const column = z.enum(BAR_COLUMNS)
/** How files of bars are written: `standard`, `yahoo`, `stooq`, `investing`, ..., or one of them and what differs from it. */
const dialect = z
  .union([
    z.string(),
    z.strictObject({
      base: z.string().exactOptional(),
      delimiter: z.enum([',', ';', '\t', '|']).exactOptional(),
      dateOrder: z.enum(DATE_ORDERS).exactOptional(),
      compactDates: z.boolean().exactOptional(),
      order: z.enum(['ascending', 'descending']).exactOptional(),
      missing: z.array(z.string()).exactOptional(),
      mayLack: z.array(z.enum(LACKABLE_COLUMNS)).exactOptional(),
      useAdjustedClose: z.boolean().exactOptional(),
      decimal: z.enum(['.', ',']).exactOptional(),
      thousands: z.enum([',', '.', ' ', "'", 'none']).exactOptional(),
      suffixes: z.boolean().exactOptional(),
      columns: z.partialRecord(column, z.union([z.string(), z.array(z.string())])).exactOptional(),
      headerless: z.array(z.union([column, z.literal('skip')])).exactOptional(),
    }),
  ])
  .default('standard')

/** One file of daily bars per symbol. */
export const csvData = z.strictObject({
  source: z.literal('csv'),
  ...files,
  /** Name of a symbol's file. */
  file: path.default('{symbol}.csv'),
  dialect,
  /**
   * Whether the files' prices are adjusted for splits and distributions already, and volumes for splits. Raw ones (as they were quoted,
   * `Dividends` per share of that day) are adjusted here for both, with the columns `Stock Splits`, `Dividends` and `Capital Gains`.
   */
  adjusted: z.boolean().default(true),
})

/** Sector indices made of stocks. */
export const stocksData = z.strictObject({
  source: z.literal('stocks'),
  ...files,
  /** Name of a stock's file, or of one file with a column `Symbol`. */
  file: path.default('{symbol}.csv'),
  /** File of the benchmark's bars, below the data folder itself. */
  benchmarkFile: path.default('{symbol}.csv'),
  dialect,
  weighting: z.enum(['equal', 'market-cap']).default('equal'),
  /** Folder of company fundamentals by known day, below the data folder: market capitalisations, for weights by them. */
  marketCaps: path.optional(),
  /** Rows that are at fault end the run, or are left out and listed in run.json. */
  faults: z.enum(['refuse', 'leave-out']).default('refuse'),
  /** Sessions without a trade after which a stock leaves its sector. */
  patience: sessions.default(60),
})

/** Industry portfolios of the French library: returns, no volume, no opening prices. */
export const frenchData = z.strictObject({
  source: z.literal('french'),
  ...files,
  /** File of the industries. */
  file: path,
  /** Of the table to be read, and of the factors. A session of a monthly one is the last calendar day of its month. */
  frequency: z.enum(['daily', 'monthly']).default('daily'),
  /** Weights of the firms within an industry. */
  weighting: z.enum(['value', 'equal']).default('value'),
  /** File of the factors: market less risk-free plus risk-free is the benchmark. */
  factors: path,
})

const event = { sector: z.string(), session: z.int() }
/** Single effects of a simulated market over none; their ranges are checked where the market is made. */
const knobs = z.strictObject({
  momentum: z.strictObject({ strength: z.number(), halfLife: z.number() }).optional(),
  leadLag: z.strictObject({ strength: z.number(), lag: z.int() }).optional(),
  regimes: z.strictObject({ strength: z.number(), meanLength: z.number() }).optional(),
  volumeShocks: z
    .strictObject({ rate: z.number(), multiple: z.number(), drift: z.number(), sessions: z.int() })
    .optional(),
  lateListing: z.strictObject(event).optional(),
  death: z.strictObject(event).optional(),
  split: z.strictObject({ ...event, ratio: z.number() }).optional(),
})

export const simulatedData = z.strictObject({
  source: z.literal('simulated'),
  from: isoDate.default('2000-01-03'),
  sessions: z.int().min(300).max(20_000).default(6000),
  /** Seed of the market; the experiment's own when absent. */
  seed: z.int().min(0).optional(),
  /** `planted`: the default effects; `none`: no effect at all; or single effects over none. */
  knobs: z.union([z.enum(['planted', 'none']), knobs]).default('planted'),
})

/** A family of the registry, or a file of one's own: a path that ends in .yaml, from the experiment's folder. */
const familyUniverse = z.strictObject({ family: z.string(), benchmark: symbol })
/** A family of one's own, written out. */
const ownFamilyUniverse = z.strictObject({ ownFamily: familySchema, benchmark: symbol })
const sectorUniverse = z.strictObject({ sectors: z.record(symbol, z.string()), benchmark: symbol })
/** Stocks with their sectors: a symbol map of the registry, symbols one by one, or a folder of dated membership snapshots. */
const stockUniverse = z.strictObject({
  stocks: z.union([z.string(), z.record(symbol, z.string())]),
  benchmark: symbol,
})
const memberUniverse = z.strictObject({ members: path, benchmark: symbol })

/** Symbols with their sectors, or a family; a simulated market brings its own. */
export const universeSchema = z.union([
  familyUniverse,
  ownFamilyUniverse,
  sectorUniverse,
  stockUniverse,
  memberUniverse,
])
