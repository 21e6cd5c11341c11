import { percentText } from '../../src/export/number-text.js'
import { counted } from '../feature-text.js'
import { hasFlatFavourite, type GmaMarket } from './market.js'
import type { GmaParameters } from './parameters.js'

/** What happened, as far as notes speak of it. */
interface Happened {
  /** Steps at which the factor made the hurdle easier. */
  readonly easier: number
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
  const { M, select, normalised, every, costBps, cashRate, favourite } = parameters
  const { sessions, sessionsPerYear } = happened
  const period = PERIODS[every]
  const decided =
    every === 'daily' ? 'decided at each close' : `decided at the close of the last session of each ${period}`
  return [
    `${decided}, held from the close of the next session on; ${costBps} bp of the traded value, a switch between two funds trading twice`,
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
    ...hurdleNotes(market, parameters, happened),
    ...(happened.unfinished
      ? [
          `the last ${period} may have further sessions: its step uses the latest close and is only what the rule says so far`,
        ]
      : []),
    'the gain of 639.7% that the source of this rule states is unverified: its prices and settings are not published, and nothing here reproduces it',
  ]
}
