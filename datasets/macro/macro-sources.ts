import { ConfigError, DataError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import type { DataFile, DataFolder } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'
import type { DatedSeries } from './dated-series.js'
import { parseFredCsv } from './fred-csv.js'
import { fredVintagesFile, parseFredVintages } from './fred-vintages.js'
import { checkFredMdName, FRED_MD_FILE, fredMdKnownFrom, fredMdObservations, parseFredMd } from './fred-md.js'
import { parsePolicyUncertaintyWorkbook } from './policy-uncertainty.js'
import { FRED_RELEASE_LAGS, POLICY_UNCERTAINTY_LAGS, SHILLER_RELEASE_LAGS } from './release-lag-table.js'
import { findReleaseLag, observationsWithLag, parseReleaseLag, type ReleaseLag } from './release-lags.js'
import type { SeriesSource, SourcedSeries } from './series-source.js'
import { parseShiller } from './shiller.js'

type Lags = ReadonlyMap<string, string>
const NO_LAGS: Lags = new Map()

/** So few names are listed in a message. */
const LISTED = 20

/** The name as the source spells it; case does not matter. */
function resolved(source: string, name: string, known: readonly string[]): string {
  const found = known.find((each) => each.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return found
  const nearest = nearestName(name, known)
  const all = known.length <= LISTED ? ` of ${known.join(', ')}` : ''
  const hint = nearest === undefined ? 'the folder holds none' : `nearest: ${quoted(nearest)}${all}`
  throw new ConfigError(`series ${quoted(name)}: unknown in source ${source}, ${hint}`)
}

function filesLike(folder: DataFolder, source: string, pattern: RegExp, expected: string): string[] {
  const names = folder.list().filter((name) => pattern.test(name))
  if (names.length === 0)
    throw new DataError({ file: folder.root }, `no file of source ${source}, expected ${expected}`)
  return names
}

function lagOf(table: readonly ReleaseLag[], series: string, stated: Lags): ReleaseLag {
  const words = [...stated].find(([name]) => name.toLowerCase() === series.toLowerCase())?.[1]
  return words === undefined ? findReleaseLag(table, series) : parseReleaseLag(series, words)
}

function sourced(series: DatedSeries, lag: ReleaseLag): SourcedSeries {
  return { observations: observationsWithLag(series, lag), frequency: lag.frequency, revised: lag.revised }
}

/** Picks series of those that a source holds, each with its lag. */
function picked(
  source: string,
  names: readonly string[],
  held: readonly (readonly [DatedSeries, ReleaseLag])[],
): SourcedSeries[] {
  const known = held.map(([{ name }]) => name)
  return names.map((name) => sourced(...held[known.indexOf(resolved(source, name, known))]))
}

const checksums = (files: readonly (readonly [string, DataFile])[]): ReadonlyMap<string, string> =>
  new Map(files.map(([name, { sha256 }]) => [name, sha256]))

/** One series of FRED: its vintages where the folder has them, else its newest values by release lag. */
function fredSeries(name: string, file: DataFile, isVintages: boolean, lag: ReleaseLag): SourcedSeries {
  const text = decodeText(file)
  if (!isVintages) return sourced(parseFredCsv(text, file.file, name), lag)
  return { observations: parseFredVintages(text, file.file, name), frequency: lag.frequency, revised: false }
}

const fred: SeriesSource = {
  source: 'fred',
  holds: 'one <SERIES>.csv per series, or <SERIES>.vintages.csv, which is taken where both are there',
  load(folder, names, lags = NO_LAGS) {
    const fileNames = filesLike(folder, 'fred', /^[^/]+\.csv$/i, '<SERIES>.csv')
    const held = [...new Set(fileNames.map((name) => name.replace(/(\.vintages)?\.csv$/i, '')))]
    const wanted = names.map((name) => resolved('fred', name, held))
    // Before reading: a series without a lag is a mistake in the question, whatever its file holds.
    const releaseLags = wanted.map((name) => lagOf(FRED_RELEASE_LAGS, name, lags))
    const find = (name: string): string | undefined =>
      fileNames.find((each) => each.toLowerCase() === name.toLowerCase())
    const read = wanted.map((name, i) => {
      const vintages = find(fredVintagesFile(name))
      const fileName = vintages ?? find(`${name}.csv`) ?? `${name}.csv`
      const file = folder.read(fileName)
      return { fileName, file, series: fredSeries(name, file, vintages !== undefined, releaseLags[i]) }
    })
    return {
      series: read.map(({ series }) => series),
      files: checksums(read.map(({ fileName, file }) => [fileName, file])),
    }
  },
}

const fredMd: SeriesSource = {
  source: 'fred-md',
  holds: 'vintages fred-md-YYYY-MM.csv, named by their last row',
  load(folder, names, lags = NO_LAGS) {
    if (lags.size > 0) throw new ConfigError('source fred-md: takes no release lag, its vintages say what was known')
    const files = filesLike(folder, 'fred-md', FRED_MD_FILE, 'fred-md-YYYY-MM.csv').map(
      (name): readonly [string, DataFile] => [name, folder.read(name)],
    )
    const vintages = files.map(([name, file]) => {
      const vintage = parseFredMd(decodeText(file), file.file)
      checkFredMdName(vintage, name)
      return vintage
    })
    vintages.sort((a, b) => fredMdKnownFrom(a) - fredMdKnownFrom(b))
    const known = [...new Set(vintages.flatMap((vintage) => vintage.names))]
    const series = names.map((name): SourcedSeries => {
      const observations = fredMdObservations(vintages, resolved('fred-md', name, known))
      return { observations, frequency: 'monthly', revised: false }
    })
    return { series, files: checksums(files) }
  },
}

const shiller: SeriesSource = {
  source: 'shiller',
  holds: 'shiller_monthly.csv',
  load(folder, names, lags = NO_LAGS) {
    const [name] = filesLike(folder, 'shiller', /^shiller_monthly\.csv$/, 'shiller_monthly.csv')
    const file = folder.read(name)
    const held = parseShiller(decodeText(file), file.file).map(
      (series) => [series, lagOf(SHILLER_RELEASE_LAGS, series.name, lags)] as const,
    )
    return { series: picked('shiller', names, held), files: checksums([[name, file]]) }
  },
}

const DAILY_INDEX = 'USEPUINDXD'

const policyUncertainty: SeriesSource = {
  source: 'policy-uncertainty',
  holds: `the monthly workbook (.xlsx) or ${DAILY_INDEX}.csv of the US economic policy uncertainty index`,
  load(folder, names, lags = NO_LAGS) {
    const found = filesLike(
      folder,
      'policy-uncertainty',
      /^[^/]+\.xlsx$|^USEPUINDXD\.csv$/i,
      `.xlsx or ${DAILY_INDEX}.csv`,
    )
    // The workbook takes its time: it is left alone when the daily index is all that is asked for.
    const dailyOnly = names.every((name) => name.toLowerCase() === DAILY_INDEX.toLowerCase())
    const csv = found.filter((name) => /\.csv$/i.test(name))
    const wanted = dailyOnly && csv.length > 0 ? csv : found
    const files = wanted.map((name): readonly [string, DataFile] => [name, folder.read(name)])
    const held = files.flatMap(([name, file]) => {
      const daily = name.toLowerCase().endsWith('.csv')
      const series = daily
        ? [parseFredCsv(decodeText(file), file.file, DAILY_INDEX)]
        : parsePolicyUncertaintyWorkbook(file)
      const lag = POLICY_UNCERTAINTY_LAGS[daily ? 'daily' : 'monthly']
      return series.map((each) => [each, lagOf([{ ...lag, series: each.name }], each.name, lags)] as const)
    })
    return { series: picked('policy-uncertainty', names, held), files: checksums(files) }
  },
}

/** Sources of macro series and sentiment indices. */
export const MACRO_SOURCES: readonly SeriesSource[] = [fred, fredMd, shiller, policyUncertainty]
