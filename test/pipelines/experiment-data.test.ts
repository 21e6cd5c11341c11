import { stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'

type Lines = Readonly<Record<string, string>>

/** An experiment of one line per part; line 3 is the data, 4 the universe, 5 the feeds, 7 the features. */
function written(replace: Lines): string {
  const lines: Lines = {
    name: 'name: mine',
    hypothesis: 'hypothesis: it works',
    data: 'data: { source: csv }',
    universe: 'universe: { family: spdr, benchmark: SPY }',
    feeds: 'feeds: {}',
    horizon: 'horizon: 5',
    features: 'features: [relative_strength_21]',
    walkForward: 'walkForward: { from: 2010-01-04 }',
    models: 'models: { ridge: {} }',
    decision: 'decision: {}',
    backtest: 'backtest: {}',
    report: 'report: {}',
    ...replace,
  }
  return `${Object.values(lines).join('\n')}\n`
}

const parse = (replace: Lines): ReturnType<typeof parseExperiment> => parseExperiment(written(replace), 'mine.yaml')

const STOCKS = {
  data: 'data: { source: stocks, file: all.csv }',
  universe: 'universe: { stocks: vn30, benchmark: VN30 }',
}
const FRENCH: Lines = {
  data: 'data: { source: french, file: i.csv, factors: f.csv }',
  universe: 'universe: { family: french-10, benchmark: Mkt }',
  backtest: 'backtest: { fill: close }',
}
const feed = (text: string): Lines => ({ feeds: `feeds: { mine: { ${text} } }` })

describe('what an experiment says of its feeds', () => {
  it.each<[string, Lines, string]>([
    ['an unknown source', feed('source: fredd, series: CPIAUCSL'), '5: feeds.mine.source: '],
    [
      'an unknown transform',
      feed('source: fred, series: CPIAUCSL, transform: groth_12'),
      '5: feeds.mine.transform: unknown, "groth_12", expected one like',
    ],
    [
      'a series without a release lag',
      feed('source: fred, series: CPIAUCL'),
      '5: feeds.mine.series: series "CPIAUCL": has no release lag, expected a known series (nearest: CPIAUCSL)',
    ],
    [
      'a lag that is none',
      feed('source: fred, series: GS10, lag: soon'),
      '5: feeds.mine.lag: lag of "GS10": "soon", expected words like',
    ],
    [
      'a lag of vintages',
      feed('source: fred-md, series: INDPRO, lag: daily 1 day'),
      '5: feeds.mine.lag: has no effect on vintages',
    ],
    [
      'an unknown company figure',
      feed('source: fundamentals, folder: f, members: m, field: earningYield'),
      '5: feeds.mine.field: field "earningYield" is unknown, the nearest is "earningsYield"',
    ],
    [
      'an unknown format',
      feed('source: dated, file: a.csv, format: short-interst'),
      '5: feeds.mine.format: feed format "short-interst" is unknown, the nearest is "short-interest"',
    ],
    [
      'a column that its format has not',
      feed('source: dated, file: a.csv, format: guidance, value: hi'),
      '5: feeds.mine.value: "hi" is no column of format "guidance", the nearest is "high"',
    ],
    ['an unknown key', feed('source: dated, file: a.csv, lag: 3'), '5: feeds.mine.lag: unknown key "lag"'],
    [
      'a name of another shape',
      { feeds: 'feeds: { Mine: { source: dated, file: a.csv } }' },
      '5: feeds.Mine: expected lower-case',
    ],
    [
      'a feature of a feed that is not there',
      { ...feed('source: dated, file: a.csv'), features: 'features: [feed.mien]' },
      '7: features.0: feature "feed.mien" is unknown, the nearest is "feed.mine"',
    ],
  ])('refuses %s', async (_, replace, message) => {
    await expect(parse(replace)).rejects.toThrow(`mine.yaml:${message}`)
    await expect(parse(replace)).rejects.toMatchObject({ name: 'ConfigError' })
  })

  it('refuses feeds of a simulated market', async () => {
    const text = written({ data: 'data: { source: simulated }', ...feed('source: dated, file: a.csv') })
    await expect(parseExperiment(text.replace(/universe.*\n/, ''), 'mine.yaml')).rejects.toThrow(
      'mine.yaml:4: feeds: a simulated market reads no files: it has no feeds',
    )
  })
})

describe('what an experiment says of its files', () => {
  it.each<[string, Lines, string]>([
    [
      'a universe that does not fit the source',
      { universe: 'universe: { stocks: vn30, benchmark: VN30 }' },
      '4: universe.stocks: does not fit data.source "csv", expected family or ownFamily or sectors',
    ],
    [
      'funds as French industries',
      { ...FRENCH, universe: 'universe: { family: spdr, benchmark: SPY }' },
      '4: universe.family: "spdr" is not of the French library and does not fit data.source "french"',
    ],
    [
      'a market that the French library has not',
      { ...FRENCH, universe: 'universe: { family: french-10, benchmark: SPY }' },
      '4: universe.benchmark: "SPY", expected "Mkt": the French library has no other market',
    ],
    [
      'French industries as funds',
      { universe: 'universe: { family: french-12, benchmark: Mkt }' },
      '4: universe.family: "french-12" is of the French library and does not fit data.source "csv"',
    ],
    [
      'an unknown family',
      { universe: 'universe: { family: sdpr, benchmark: SPY }' },
      '4: universe.family: family "sdpr" is unknown, the nearest is "spdr"',
    ],
    [
      'a benchmark of the family',
      { universe: 'universe: { family: spdr, benchmark: XLK }' },
      '4: universe.benchmark: the benchmark can not be one of the sectors',
    ],
    [
      'an unknown map of stocks',
      { ...STOCKS, universe: 'universe: { stocks: vn3, benchmark: VN30 }' },
      '4: universe.stocks: map of stocks "vn3" is unknown, the nearest is "vn30"',
    ],
    [
      'volume of French industries',
      { ...FRENCH, features: 'features: [relative_strength_21, volume_anomaly_63]' },
      '7: features.1: feature "volume_anomaly_63" needs "volume", which data.source "french" has not',
    ],
    [
      'the range of sector indices',
      { ...STOCKS, features: 'features: [high]' },
      '7: features.0: feature "high" needs "high", which data.source "stocks" has not',
    ],
    [
      'breadth of funds',
      { features: 'features: [sector.breadth]' },
      '7: features.0: feature "sector.breadth" is unknown, the nearest is',
    ],
    [
      'openings of French industries',
      { ...FRENCH, backtest: 'backtest: {}' },
      '11: backtest.fill: data.source "french" has no opening prices, expected "close"',
    ],
    [
      'the last session without a calendar',
      { decision: 'decision: { on: last }' },
      '10: decision.on: "last" needs data.exchange',
    ],
    [
      'the last session of so many sessions',
      { data: 'data: { source: csv, exchange: NYSE }', decision: 'decision: { on: last, every: 5 }' },
      '10: decision.on: "last" needs data.exchange, whose calendar tells it in advance, and a calendar period',
    ],
    [
      'the last day of monthly data',
      {
        ...FRENCH,
        data: 'data: { source: french, file: i.csv, factors: f.csv, frequency: monthly, exchange: NYSE }',
        decision: 'decision: { on: last }',
      },
      '10: decision.on: a session of monthly data is the last day of its month already, expected "first"',
    ],
    [
      'monthly data of 252 sessions a year',
      { ...FRENCH, data: 'data: { source: french, file: i.csv, factors: f.csv, frequency: monthly }' },
      '12: report.sessionsPerYear: "252", expected 12: a session of monthly data is a month',
    ],
    [
      'annual data',
      { ...FRENCH, data: 'data: { source: french, file: i.csv, factors: f.csv, frequency: annual }' },
      '3: data.frequency: "annual" is unknown, expected one of daily, monthly',
    ],
    [
      'an unknown dialect',
      { data: 'data: { source: csv, dialect: yaho }' },
      '3: data.dialect: dialect "yaho" is unknown, the nearest is "yahoo"',
    ],
    [
      'an unknown base of a dialect',
      { ...STOCKS, data: 'data: { source: stocks, dialect: { base: stoq, decimal: "," } }' },
      '3: data.dialect: dialect "stoq" is unknown, the nearest is "stooq"',
    ],
    [
      'an unknown key of a dialect',
      { data: 'data: { source: csv, dialect: { dateOrdr: dmy } }' },
      '3: data.dialect.dateOrdr: unknown key "dateOrdr", the nearest is "dateOrder"',
    ],
    [
      'a dialect that reads 1,5 in two ways',
      { data: 'data: { source: csv, dialect: { decimal: ",", thousands: "," } }' },
      '3: data.dialect: decimal and thousands are both ","',
    ],
    [
      'weights by market capitalisation without any',
      { ...STOCKS, data: 'data: { source: stocks, weighting: market-cap }' },
      '3: data.weighting: "market-cap" needs data.marketCaps',
    ],
    [
      'market capitalisations of equal weights',
      { ...STOCKS, data: 'data: { source: stocks, marketCaps: caps }' },
      '3: data.marketCaps: has no effect on equal weights',
    ],
    [
      'one file for all funds',
      { data: 'data: { source: csv, file: all.csv }' },
      '3: data.file: "all.csv", expected one {symbol} in it',
    ],
    [
      'a benchmark in a file of any name',
      { ...STOCKS, data: 'data: { source: stocks, benchmarkFile: VN30.csv }' },
      '3: data.benchmarkFile: "VN30.csv", expected one {symbol} in it',
    ],
    [
      'a range that ends before it begins',
      { data: 'data: { source: csv, from: 2011-01-03, to: 2010-12-31 }' },
      '3: data.to: "2010-12-31" lies before from, "2011-01-03"',
    ],
  ])('refuses %s', async (_, replace, message) => {
    await expect(parse(replace)).rejects.toThrow(`mine.yaml:${message}`)
    await expect(parse(replace)).rejects.toMatchObject({ name: 'ConfigError' })
  })

  it('takes a dialect by name, or written out', async () => {
    const named = await parse({ data: 'data: { source: csv, dialect: investing-dmy }' })
    expect(named.experiment.data).toMatchObject({ dialect: 'investing-dmy' })
    const dialect = {
      base: 'stooq',
      delimiter: ';',
      decimal: ',',
      columns: { close: 'Kurs', volume: ['Menge', 'Vol'] },
    }
    const { experiment } = await parse({ data: `data: { source: csv, dialect: ${JSON.stringify(dialect)} }` })
    expect(experiment.data).toMatchObject({ dialect })
    expect((await parseExperiment(stringify(experiment), 'again.yaml')).experiment).toEqual(experiment)
  })
})
