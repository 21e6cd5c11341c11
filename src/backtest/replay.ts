import { ArtifactError } from '../core/errors.js'
import { decodeRecord, encodeRecord, type RecordArray } from '../core/records.js'
import { requireWeights, termsOf, type BacktestOptions } from './backtest-options.js'
import { investedValue, openLedger } from './ledger.js'
import type { LedgerEvent } from './ledger-event.js'
import { runSession, type BacktestState, type SessionBar } from './session.js'

/** What one session did. */
export interface SessionResult {
  readonly dateIndex: number
  /** At the close, currency. */
  readonly equity: number
  readonly cash: number
  readonly invested: number
  /** Traded value as a fraction of equity before the trades. */
  readonly traded: number
  /** [nAssets] held at the close. */
  readonly shares: Float64Array
  readonly events: readonly LedgerEvent[]
}

/** A backtest that is told of one session at a time, as it happens: it has nothing to look ahead to. */
export interface Replay {
  /**
   * Carries the next session out, and takes the decision of its close, to be filled at the session after it. A ruined account takes no
   * decision any more.
   * @param weights - [nAssets] target fractions of equity; absent where nothing is decided. It is copied
   * @param kept - [nAssets], 1 where the decision leaves the position as it is: it is not traded, unless what was decided of it before could
   *   not be carried out in full; none when absent
   * @throws ConfigError, ShapeError when session or weights are out of range; nothing has happened then
   */
  step(bar: SessionBar, weights?: Float64Array, kept?: Uint8Array): SessionResult
  /** Everything known between two sessions, options included, as a record that {@link resumeBacktest} goes on from. */
  save(): Uint8Array
}

const KIND = 'backtest-state'
/** Raised when what a state holds changes: an older one is refused, not misread. */
const LAYOUT = 2

function replayOf(state: BacktestState, options: BacktestOptions): Replay {
  const { ledger } = state
  const nAssets = ledger.shares.length
  const terms = termsOf(options, nAssets)
  return {
    step(bar, weights, kept) {
      const { dateIndex } = bar
      if (weights !== undefined) requireWeights({ weights, kept }, dateIndex, { nAssets, margin: terms.margin })
      const traded = runSession(state, terms, bar)
      if (weights !== undefined && !state.isRuined) {
        const open = state.unmet.map((isUnmet, i) => (kept?.[i] === 1 && isUnmet === 0 ? 0 : 1))
        state.pending = { decidedIndex: dateIndex, weights: weights.slice(), open, isMarginCall: false }
      }
      return {
        dateIndex,
        equity: ledger.equity,
        cash: ledger.cash,
        invested: investedValue(ledger),
        traded,
        shares: ledger.shares.slice(),
        events: ledger.journal,
      }
    },
    save() {
      const { dateIndex, date, decidedIndex, pending, unmet, isRuined } = state
      const { cash, equity, largestEquity, shares, marks, missed } = ledger
      return encodeRecord({
        kind: KIND,
        header: { layout: LAYOUT, options },
        arrays: {
          rows: Int32Array.of(
            dateIndex,
            decidedIndex,
            pending?.decidedIndex ?? -1,
            pending?.isMarginCall === true ? 1 : 0,
            isRuined ? 1 : 0,
          ),
          amounts: Float64Array.of(cash, equity, largestEquity, date),
          shares,
          marks,
          missed,
          unmet,
          ...(pending === undefined ? {} : { weights: pending.weights, open: pending.open }),
        },
      })
    },
  }
}

/**
 * Opens a backtest that has seen no session yet.
 * @throws ConfigError, ShapeError for options out of range
 */
export function openBacktest(options: BacktestOptions, nAssets: number): Replay {
  const ledger = openLedger(options.capital, nAssets)
  const unmet = new Uint8Array(nAssets)
  const before = { dateIndex: -1, date: NaN, decidedIndex: -1, pending: undefined, isRuined: false }
  return replayOf({ ledger, unmet, ...before }, options)
}

function required<T extends RecordArray>(
  arrays: Readonly<Record<string, RecordArray>>,
  name: string,
  type: new (length: number) => T,
  length?: number,
): T {
  const array = arrays[name] as RecordArray | undefined
  if (!(array instanceof type) || (length !== undefined && array.length !== length))
    throw new ArtifactError(`${KIND} is damaged: array "${name}" is missing or of another shape`)
  return array
}

/**
 * Goes on from what {@link Replay.save} gave: the sessions that follow give the same bytes as if nothing had been saved.
 * @throws ArtifactError when the bytes are damaged, something else or of another version's layout
 */
export function resumeBacktest(bytes: Uint8Array): Replay {
  const { header, arrays } = decodeRecord(bytes, KIND)
  const { layout, options } = header as { readonly layout?: unknown; readonly options?: BacktestOptions }
  if (layout !== LAYOUT)
    throw new ArtifactError(
      `${KIND} is not of layout ${LAYOUT}, which this version reads: replay its sessions from the first`,
    )
  if (options === undefined) throw new ArtifactError(`${KIND} is damaged: it states no options`)
  const [dateIndex, decidedIndex, pendingIndex, isMarginCall, ruined] = required(arrays, 'rows', Int32Array, 5)
  const [cash, equity, largestEquity, date] = required(arrays, 'amounts', Float64Array, 4)
  const shares = required(arrays, 'shares', Float64Array)
  const nAssets = shares.length
  const marks = required(arrays, 'marks', Float64Array, nAssets)
  const missed = required(arrays, 'missed', Int32Array, nAssets)
  const unmet = required(arrays, 'unmet', Uint8Array, nAssets)
  const pending =
    'weights' in arrays
      ? {
          decidedIndex: pendingIndex,
          weights: required(arrays, 'weights', Float64Array, nAssets),
          open: required(arrays, 'open', Uint8Array, nAssets),
          isMarginCall: isMarginCall === 1,
        }
      : undefined
  const ledger = { cash, equity, largestEquity, shares, marks, missed, journal: [] }
  return replayOf({ ledger, dateIndex, date, decidedIndex, pending, unmet, isRuined: ruined === 1 }, options)
}
