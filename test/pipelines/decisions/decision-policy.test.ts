import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../../pipelines/experiment.js'
import { ConfigError } from '../../../src/core/errors.js'
import { smallExperiment } from '../../fixtures/small-market.js'

/** The decision of the small experiment stands on line 10. */
async function read(decision: string, more = ''): Promise<Awaited<ReturnType<typeof parseExperiment>>['experiment']> {
  return (await parseExperiment(`${smallExperiment({ decision })}${more}`, 'my.yaml')).experiment
}

async function refusal(decision: string, more = ''): Promise<string> {
  try {
    await read(decision, more)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as Error).message).not.toContain('\n')
    return (error as Error).message
  }
  return 'is not refused'
}

describe('a decision in an experiment', () => {
  it('is composed of steps, every parameter spelt out', async () => {
    const { decision, checks } = await read(
      [
        'decision:',
        '  select: { top-k: { k: 2, keep: 3 } }',
        '  weigh: equal',
        '  constrain:',
        '    - sector-cap: { most: 0.4, rest: others }',
        '    - drawdown-brake:',
        '    - turnover-cap',
        'checks: [{ restricted: { symbols: [BBB], outcome: warn } }, max-gross]',
      ].join('\n'),
    )
    expect(decision).toMatchObject({
      select: { 'top-k': { k: 2, keep: 3 } },
      weigh: { equal: {} },
      constrain: [
        { 'sector-cap': { most: 0.4, rest: 'others' } },
        { 'drawdown-brake': { start: 0.05, stop: 0.15, least: 0, window: 252 } },
        { 'turnover-cap': { most: 0.25 } },
      ],
    })
    expect(checks).toEqual([
      { restricted: { symbols: ['BBB'], outcome: 'warn' } },
      { 'max-gross': { most: 1, outcome: 'block' } },
    ])
  })

  it('written out and read again is the same', async () => {
    const first = await read('decision: { select: long-short, constrain: [exposure, no-trade-band] }')
    expect(
      await read(`decision: ${JSON.stringify(first.decision)}`, `checks: ${JSON.stringify(first.checks)}\n`),
    ).toEqual(first)
  })

  it('a selection said alone is weighed equally, a weighing said alone weighs all', async () => {
    expect((await read('decision: { select: avoid }')).decision).toMatchObject({
      select: { avoid: { k: 3 } },
      weigh: { equal: {} },
    })
    expect((await read('decision: { weigh: tilt }')).decision).toMatchObject({ select: { all: {} } })
    expect((await read('decision: { rule: threshold, params: { enter: 0.1 }, constrain: [] }')).decision).toMatchObject(
      {
        select: { threshold: { enter: 0.1, exit: 0, most: 0 } },
        constrain: [],
      },
    )
  })
})

const KEEP_TOP = 'decision: { select: { top-k: { k: 3 } }, constrain: '

describe('what is wrong with a decision is told at its line', () => {
  it.each([
    ['decision: { select: { top-k: { k: 2 }, all: {} } }', '10: decision.select: expected one step'],
    ['decision: { select: {} }', '10: decision.select: expected one step'],
    ['decision: { select: top-j }', '10: decision.select: selection "top-j" is unknown, the nearest is "top-k"'],
    [
      'decision: { select: { treshold: {} } }',
      '10: decision.select.treshold: selection "treshold" is unknown, the nearest is "threshold"',
    ],
    ['decision: { select: asset-cap }', '10: decision.select: selection "asset-cap" is unknown'],
    ['decision: { weigh: top-k }', '10: decision.weigh: weighing "top-k" is unknown'],
    ['decision: { select: { top-k: 3 } }', '10: decision.select.top-k: 3, expected parameters by name'],
    ['decision: { select: { top-k: [3] } }', '10: decision.select.top-k: [3], expected parameters by name'],
    [
      'decision: { select: { top-k: { kk: 3 } } }',
      '10: decision.select.top-k.kk: unknown parameter "kk", the nearest is "k"',
    ],
    [
      'decision: { select: { top-k: { k: three } } }',
      '10: decision.select.top-k.k: "three" is a string, expected a number',
    ],
    ['decision: { select: { top-k: { k: .nan } } }', '10: decision.select.top-k.k: "NaN" is not finite'],
    [
      'decision: { select: { top-k: { k: 3, keep: 2 } } }',
      '10: decision.select.top-k: keep "2", expected 0, or k (3) or more',
    ],
    [
      'decision: { select: { all: { k: 3 } } }',
      '10: decision.select.all.k: unknown parameter "k", there are no parameters',
    ],
    [
      'decision: { rule: top-k, select: all }',
      '10: decision.rule: is short for steps, and there is "select" too: expected one of them',
    ],
    [
      'decision: { rule: top-k, weigh: equal }',
      '10: decision.rule: is short for steps, and there is "weigh" too: expected one of them',
    ],
    [
      'decision: { select: all, params: { k: 3 } }',
      '10: decision.params: is short for steps, and there is "select" too: expected one of them',
    ],
    ['decision: { rule: asset-cap }', '10: decision.rule: decision rule "asset-cap" is unknown'],
    ['decision: { select: 7 }', '10: decision.select:'],
    ['decision: { select: null }', '10: decision.select:'],
    ['decision: { constrain: asset-cap }', '10: decision.constrain:'],
    ['decision: { constrain: [[asset-cap]] }', '10: decision.constrain.0'],
    ['decision: { constrian: [] }', '10: decision.constrian: unknown key "constrian", the nearest is "constrain"'],
    ['decision: { select: { __proto__: {} } }', '10: __proto__: unknown key "__proto__"'],
    [
      'decision: { select: { constructor: {} } }',
      '10: decision.select.constructor: selection "constructor" is unknown',
    ],
    [
      `${KEEP_TOP}[asset-map] }`,
      '10: decision.constrain.0: constraint "asset-map" is unknown, the nearest is "asset-cap"',
    ],
    [
      `${KEEP_TOP}[{ asset-cap: { most: 0 } }] }`,
      '10: decision.constrain.0.asset-cap: most "0", expected above 0, at most 10',
    ],
    [
      `${KEEP_TOP}[{ asset-cap: { rest: cahs } }] }`,
      '10: decision.constrain.0.asset-cap: rest "cahs", expected "cash" or "others"',
    ],
    [
      `${KEEP_TOP}[{ volatility-target: { lookback: 1.5 } }] }`,
      '10: decision.constrain.0.volatility-target: lookback "1.5", expected a whole number, 2 or more',
    ],
  ])('%s', async (decision, message) => {
    expect(await refusal(decision)).toContain(`my.yaml:${message}`)
  })

  it('each step of a list at its own line', async () => {
    const decision = ['decision:', '  constrain:', '    - exposure', '    - turnover-cap: { most: -1 }'].join('\n')
    expect(await refusal(decision)).toContain(
      'my.yaml:13: decision.constrain.1.turnover-cap: most "-1", expected 0 to 10',
    )
  })
})

describe('what is wrong with a check is told at its line', () => {
  it.each([
    ['checks: max-gross', '12: checks:'],
    ['checks: [max-gros]', '12: checks.0: check "max-gros" is unknown, the nearest is "max-gross"'],
    ['checks: [{ max-gross: {}, max-weight: {} }]', '12: checks.0: expected one step'],
    ['checks: [{ max-gross: { most: x } }]', '12: checks.0.max-gross.most: "x" is a string, expected a number'],
    [
      'checks: [{ max-gross: { outcome: stop } }]',
      '12: checks.0.max-gross: outcome "stop", expected "block" or "warn"',
    ],
    [
      'checks: [{ restricted: { symbols: XLE } }]',
      '12: checks.0.restricted.symbols: "XLE" is a string, expected a list',
    ],
    ['checks: [{ restricted: { symbols: [] } }]', '12: checks.0.restricted: symbols are none, expected one or more'],
    ['checks: [restricted]', '12: checks.0: restricted: symbols are none, expected one or more'],
    ['checks: [{ restricted: { symbols: [1] } }]', '12: checks.0.restricted: symbols hold "1", expected symbols'],
  ])('%s', async (checks, message) => {
    expect(await refusal('decision: {}', `${checks}\n`)).toContain(`my.yaml:${message}`)
  })
})
