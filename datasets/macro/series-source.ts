import type { Observations } from '../../src/panel/observations.js'
import type { DataFolder } from '../text/data-folder.js'
import type { Frequency } from './release-lags.js'

/** A series with the days on which its values became known. */
export interface SourcedSeries {
  readonly observations: Observations
  readonly frequency: Frequency
  /** True when the values are the latest revisions, which nobody had on the known days. */
  readonly revised: boolean
}

/** What was read: the series asked for, in that order, and the files they came from. */
export interface LoadedSeries {
  readonly series: readonly SourcedSeries[]
  /** SHA-256 by file name within the folder. */
  readonly files: ReadonlyMap<string, string>
}

/** A folder's worth of dated numbers: something that can be joined as of a day. */
export interface SeriesSource {
  readonly source: string
  /** What its folder must hold, for people. */
  readonly holds: string
  /**
   * @param names - series, each at most once
   * @param lags - release lags in words by series, for those without a known one or in its place
   * @throws ConfigError for a series that the folder does not hold, naming the nearest; DataError for bad files
   */
  readonly load: (folder: DataFolder, names: readonly string[], lags?: ReadonlyMap<string, string>) => LoadedSeries
}
