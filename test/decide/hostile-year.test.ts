import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/backtest/simulate.js'
import { ConfigError } from '../../src/core/errors.js'
import { checks } from '../../src/decide/checks.js'
import { constraints } from '../../src/decide/constraints.js'
import { decideRotation, type RotationOptions } from '../../src/decide/decide-rotation.js'
import { configured, type AnyWeigher, type Configured, type Weighed } from '../../src/decide/decision-step.js'
import { grossOf } from '../../src/decide/exposures.js'
import { policyLabel, type Policy } from '../../src/decide/policy.js'
import { selectors } from '../../src/decide/selectors.js'
import { weighers } from '../../src/decide/weighers.js'
import { tradedDecisions, type Weights } from '../../src/decide/weights.js'
import { HISTORY, HOSTILE_MARKETS, medley, N_ASSETS, YEAR, type HostileMarket } from './hostile-markets.js'

/** Lookbacks that fit into the history that there is. */
function shortened(defaults: unknown): object {
  const given = defaults as Record<string, unknown>
  return {
    ...given,
    ...('lookback' in given ? { lookback: 10 } : {}),
    ...('least' in given && 'lookback' in given ? { least: 5 } : {}),
  }
}

/** Demands that can not be met, or only by holding nothing. */
const UNREASONABLE: Readonly<Record<string, object>> = {
  'asset-cap': { most: 1e-9, rest: 'others' },
  'sector-cap': { most: 1e-9, rest: 'others' },
  exposure: { gross: 1e-9, net: 0, leastCash: 1 },
  'volatility-target': { target: 1e-12, lookback: 10 },
  'drawdown-brake': { start: 0, stop: 1e-9, window: 2 },
  'absolute-momentum': { lookback: 10, rate: 1 },
  'turnover-cap': { most: 0 },
  'no-trade-band': { band: 1 },
}

const step = <S extends { readonly name: string; readonly defaults: unknown }>(one: S, params = {}): Configured<S> => ({
  step: one,
  params: { ...shortened(one.defaults), ...params },
})
const REASONABLE = constraints.map((one) => step(one))
const CONSTRAINTS = [
  ...REASONABLE,
  ...constraints.filter(({ name }) => name in UNREASONABLE).map((one) => step(one, UNREASONABLE[one.name])),
]

/**
 * The same weigher, asked once for the same choice at the same session: constraints do not change what it sees, which is held to here by
 * letting it see nothing of what is held.
 */
function remembering(weigher: AnyWeigher): Configured<AnyWeigher> {
  const known = new Map<string, Weighed>()
  const weigh: AnyWeigher['weigh'] = (context, selection, params) => {
    const key = [context.returns(1).data, context.scores, selection.shares].map(String).join(';')
    const found = known.get(key)
    if (found !== undefined) return found
    const blind = { ...context }
    for (const field of ['held', 'drawdown'] as const)
      Object.defineProperty(blind, field, {
        get: () => {
          throw new Error(`${weigher.name} looks at ${field}: remember by it too`)
        },
      })
    const weighed = weigher.weigh(blind, selection, params)
    known.set(key, weighed)
    return weighed
  }
  return { ...step(weigher), step: { ...weigher, weigh } }
}

function optionsFor({ closes, volumes }: HostileMarket, policy: Policy): RotationOptions {
  return {
    policy,
    assets: ['A', 'B', 'C', 'D', 'E'],
    sectors: ['energy', 'energy', 'utilities', 'materials', 'financials'],
    benchmarkWeights: Float64Array.of(1, 2, 0, 1, 1),
    closes,
    sessionsPerYear: YEAR,
    costRate: 0.001,
    turbulence: new Float64Array(closes.rows).map((_, t) => [0, 0.5, 1, NaN, 7][t % 5]),
    preTrade: {
      checks: [configured('check', checks, 'max-participation', { outcome: 'warn' })],
      volumes,
      capital: 1e5,
    },
  }
}

/** What is wrong with a year of decisions; nothing most often. */
function faultsOf(decisions: Weights): string[] {
  return decisions.flatMap(({ dateIndex, weights, reason }) => {
    // Shorts that a band keeps as they have drifted may take the sum of sizes a little above that of the target.
    const most = weights.some((weight) => weight < 0) ? 1.1 : 1 + 1e-9
    const isSound = weights.length === N_ASSETS && weights.every(Number.isFinite) && grossOf(weights) <= most
    const isSaid = reason !== '' && !/NaN%|Infinity|undefined|\n/.test(reason)
    return isSound && isSaid ? [] : [`${dateIndex}: ${weights.join(' ')}: ${reason}`]
  })
}

/** What is wrong with a policy that decides every day of a market; nothing most often. */
function faultsUnder(market: HostileMarket, policy: Policy): string[] {
  const { rows } = market.closes
  const days = Array.from({ length: rows - HISTORY }, (_, i) => HISTORY + i)
  const decisions = decideRotation(market.scores, days, optionsFor(market, policy))
  const name = policyLabel(policy)
  const faults = faultsOf(decisions).map((fault) => `${name} at ${fault}`)
  const isLongOnly = decisions.every(({ weights }) => weights.every((weight) => weight >= 0))
  if (!isLongOnly) return faults
  const prices = { open: market.closes, close: market.closes }
  const terms = { fill: 'close', costBps: 10, capital: 1e5 } as const
  try {
    const { equity } = simulate(prices, tradedDecisions(decisions), terms)
    return equity.every(Number.isFinite) ? faults : [...faults, `${name}: equity is no number`]
  } catch (error) {
    // Prices that rise a billionfold time and again are the one thing that a ledger may refuse.
    if (error instanceof ConfigError && error.message.includes('more than can be computed with')) return faults
    throw error
  }
}

const named = <S extends { readonly name: string }>(steps: readonly S[]): [string, S][] =>
  steps.map((one) => [one.name, one])

describe('every selection x weighing x constraint, a decision a day through one hostility after the other', () => {
  const market = medley()

  it.each(named(selectors))('%s: sound weights with a reason, that a ledger carries out', (_, selector) => {
    for (const weigher of weighers.map(remembering))
      for (const constraint of CONSTRAINTS)
        expect(
          faultsUnder(market, { select: step(selector), weigh: weigher, constrain: [constraint] }).join('; '),
        ).toBe('')
  })
})

describe.each(HOSTILE_MARKETS)('a year of %s', (_, market) => {
  it.each(named(selectors))('%s, weighed in every way, under all constraints at once', (_name, selector) => {
    for (const weigher of weighers.map(remembering))
      for (const constrain of [[], REASONABLE])
        expect(faultsUnder(market, { select: step(selector), weigh: weigher, constrain })).toEqual([])
  })
})

describe('demands that can never be met', () => {
  it.each<[string, object, string]>([
    ['asset-cap', { most: 0 }, 'asset-cap: most "0", expected above 0, at most 10'],
    ['sector-cap', { most: -1 }, 'sector-cap: most "-1", expected above 0, at most 10'],
    ['volatility-target', { target: 0 }, 'volatility-target: target "0", expected above 0, at most 10'],
    ['exposure', { leastCash: 1.1 }, 'exposure: leastCash "1.1", expected 0 to 1'],
    ['drawdown-brake', { start: 0.2, stop: 0.2 }, 'drawdown-brake: stop "0.2", expected above start (0.2)'],
    ['turnover-cap', { most: -0.1 }, 'turnover-cap: most "-0.1", expected 0 to 10'],
    ['turbulence-brake', { strength: 2 }, 'turbulence-brake: strength "2", expected 0 to 1'],
  ])('%s %o is refused where it is read', (name, params, message) => {
    const { step: constraint, params: all } = configured('constraint', constraints, name, params)
    expect(() => constraint.check(all)).toThrow(new ConfigError(message))
  })
})
