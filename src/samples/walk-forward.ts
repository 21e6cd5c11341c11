import { periodIndex, type Period } from '../core/calendar.js'
import { ConfigError } from '../core/errors.js'

/** One refit: what may train and what is forecast, as rows of the panel. */
export interface Fold {
  readonly index: number
  /** First row that may train. */
  readonly trainStart: number
  /** A row trains only if the end of its label lies before this row: the first test session less the embargo. */
  readonly labelLimit: number
  /** First test session, inclusive. */
  readonly testStart: number
  /** Last test session, exclusive. */
  readonly testEnd: number
}

/** How the walk goes. */
export interface WalkForwardOptions {
  /** First session day to forecast. */
  readonly from: number
  /** Last session day to forecast; the last of the data when absent. */
  readonly to?: number
  /** Refit at the first session of each period, or after a number of sessions. */
  readonly refit: Period | number
  /** `expanding` trains on all history, `sliding` on the last `trainSessions` rows before the test. */
  readonly scheme: 'expanding' | 'sliding'
  readonly trainSessions?: number
  /** Extra sessions between the end of the last label and the first test session, 0 or more. */
  readonly embargo: number
}

/**
 * Walk-forward folds over consecutive test ranges. Purging is by the end of the label: a training row's label ends before the
 * first test session, less the embargo.
 * @param dates - session days, ascending; shape [nDates]
 * @throws ConfigError when an option is out of range, or when nothing is left to test or to train on
 */
export function walkForwardFolds(dates: Int32Array, options: WalkForwardOptions): Fold[] {
  const { from, to = Infinity, refit, scheme, trainSessions, embargo } = options
  if (!Number.isSafeInteger(embargo) || embargo < 0)
    throw new ConfigError(`walkForward: embargo "${embargo}", expected a whole number of sessions, 0 or more`)
  if (typeof refit === 'number' && !(Number.isSafeInteger(refit) && refit >= 1))
    throw new ConfigError(`walkForward: refit "${refit}", expected a whole number of sessions, 1 or more`)
  if (scheme === 'sliding' && !(Number.isSafeInteger(trainSessions) && Number(trainSessions) >= 1))
    throw new ConfigError('walkForward: a sliding scheme needs trainSessions, a whole number, 1 or more')
  const first = dates.findIndex((date) => date >= from)
  const afterLast = dates.findLastIndex((date) => date <= to) + 1
  if (first < 0 || afterLast <= first)
    throw new ConfigError('walkForward: no session of the data lies in the test range')
  if (first === 0)
    throw new ConfigError('walkForward: the test range begins with the data, nothing is left to train on')

  const starts = [first]
  for (let row = first + 1; row < afterLast; row++) {
    const due =
      typeof refit === 'number'
        ? row - starts[starts.length - 1] >= refit
        : periodIndex(dates[row], refit) !== periodIndex(dates[row - 1], refit)
    if (due) starts.push(row)
  }
  return starts.map((testStart, index) => ({
    index,
    trainStart: scheme === 'sliding' && trainSessions !== undefined ? Math.max(0, testStart - trainSessions) : 0,
    labelLimit: testStart - embargo,
    testStart,
    testEnd: starts[index + 1] ?? afterLast,
  }))
}
