import { percentText } from '../../src/export/number-text.js'
import { counted } from '../feature-text.js'
import { gapsOf, hasFlatFavourite, type GmaMarket } from './market.js'
import { fillText, type GmaParameters } from './parameters.js'

/** What happened, as far as notes speak of it. */
interface Happened {
  /** Steps at which the factor made the hurdle easier. */
  readonly easier: number
  /** Opens that were missing where something could have been filled. */
  readonly unopened: number
  /** Sessions after the first decision, and how many make a year. */
  readonly sessions: number
  readonly sessionsPerYear: number
  readonly unfinished: boolean
}

const PERIODS = { daily: 'session', weekly: 'week', monthly: 'month' } as const

function flatNote({ M, tie, select, favourite }: GmaParameters): string {
  const flat = `the price of ${favourite} is constant: its gMA and the hurdle are 0 whatever the Factor`
  if (tie === 'switch') return flat
  if (M === -1 && select === 'largest')
    return `${flat}; the largest gMA is never below 0 while ${favourite} is among them, so that nothing is ever switched to without --tie switch`
  return `${flat}; 0 is not beyond 0, so that ${favourite} is never switched to without --tie switch`
}

function hurdleNotes(market: GmaMarket, parameters: GmaParameters, { easier }: Happened): string[] {
  const passes = parameters.select === 'largest' ? ', and the largest gMA always passes' : ''
  return [
    ...(hasFlatFavourite(market) ? [flatNote(parameters)] : []),
    ...(easier === 0
      ? []
      : [
          `at ${counted(easier, 'step')} gMA of the Favourite is negative: Factor ${parameters.factor} then lowers the hurdle instead of raising it${passes}`,
        ]),
  ]
}

/** What a reader of the numbers should know, one line each. */
export function gmaNotes(market: GmaMarket, parameters: GmaParameters, happened: Happened): string[] {
  const { M, select, normalised, every, fill, costBps, cashRate, favourite } = parameters
  const { sessions, sessionsPerYear } = happened
  const period = PERIODS[every]
  const decided =
    every === 'daily' ? 'decided at each close' : `decided at the close of the last session of each ${period}`
  return [
    `${decided}, filled at ${fillText(fill)}; ${costBps} bp of the traded value, a switch between two funds trading twice`,
    `cash earns ${percentText(cashRate, 2)} a year, which the Sharpe ratio is measured over; equal weight is rebalanced at every close without cost`,
    ...(normalised
      ? []
      : [
          'gMA is in units of price: a fund of 200 moves more than one of 20, and adjusting for later splits and distributions rescales the past; --normalised compares fractions',
        ]),
    ...(favourite === 'current'
      ? ['the Favourite "current" is a variant of ours: the hurdle follows what is held']
      : []),
    ...(M === -1 && select === 'largest'
      ? [
          'M -1 turns the condition alone: the candidate is still the largest gMA; what buys the smallest is --select smallest',
        ]
      : []),
    ...(M === 1 && select === 'smallest'
      ? ['M 1 with the smallest gMA: switches only where even the smallest lies above the hurdle']
      : []),
    ...(sessions < sessionsPerYear
      ? [`${counted(sessions, 'session')} after the first decision: less than a year, figures a year are extrapolated`]
      : []),
    ...gapsOf(market).map(
      ({ symbol, sessions }) =>
        `${symbol} lacks ${counted(sessions, 'session')} between its first and its last: where a decision falls on one it is not compared, and paid out at its close before if it is held`,
    ),
    ...(happened.unopened > 0
      ? [
          `${counted(happened.unopened, 'opening price')} missing where a close is there: without one a fund can not be sold and is held until the next decision, nor bought, and cash is held until then`,
        ]
      : []),
    ...hurdleNotes(market, parameters, happened),
    ...(happened.unfinished
      ? [
          `the last ${period} may have further sessions: its step uses the latest close and is only what the rule says so far`,
        ]
      : []),
    'the gain of 639.7% that the source of this rule states is unverified: its prices and settings are not published, and nothing here reproduces it',
  ]
}
