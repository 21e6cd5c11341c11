import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allocate, type AllocationQuestion } from '../../../pipelines/allocate/allocate.js'
import { allocationText } from '../../../pipelines/allocate/text.js'
import type { PlanDone } from '../../../pipelines/allocate/plan.js'
import { sumOf } from '../../../src/allocate/rational.js'
import { ConfigError } from '../../../src/core/errors.js'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'

const MINE = `name: mine
capital: 25000
expenseRatio: 0.1%
core: { symbol: VTI, expenseRatio: 0.03%, price: 251.37 }
rows:
  - { symbol: AAA, sector: chips, benchmarkWeight: 5%, targetWeight: 10%, price: 33.33 }
  - { symbol: BBB, benchmarkWeight: 0.2, tilt: -0.05, price: 1412.5, lot: 0.001 }
  - { symbol: GOLD, targetWeight: 5%, price: 180.05 }
plans:
  funds: { method: direct }
  core: { method: core-satellite, coreAmount: 15000 }
`

/** The same with the rest of the index in the table: nothing is left in cash. */
const WHOLE = MINE.replace(
  '  - { symbol: GOLD',
  '  - { symbol: REST, benchmarkWeight: 75%, tilt: -5% }\n  - { symbol: GOLD',
)

function first(text: string, question?: AllocationQuestion): PlanDone {
  const [plan] = allocate(text, 'mine.yaml', question).plans
  if (!plan.feasible) throw new Error(plan.reason)
  return plan
}

describe('a portfolio of one’s own', () => {
  const document = allocate(MINE, 'mine.yaml')
  const { plans, stance, totals, cash } = document

  it('needs no family, and cash is what the targets leave', () => {
    expect(totals).toEqual({ benchmarkWeight: 0.25, tilt: 0.05, targetWeight: 0.3, amount: 7500 })
    expect(cash).toEqual({ weight: 0.7, amount: 17500 })
    expect(stance).toMatchObject({ overweight: ['chips', 'GOLD'], underweight: ['BBB'] })
    const [funds] = plans as readonly PlanDone[]
    // 2,500 / 33.33 = 75.007; 3,750 / 1,412.50 = 2.65486; 1,250 / 180.05 = 6.9425.
    expect(funds.lines.map(({ bought, boughtAmount }) => [bought, boughtAmount])).toEqual([
      [75, 2499.75],
      [2.654, 3748.78],
      [6, 1080.3],
    ])
    expect([funds.cash, funds.bought.cash]).toEqual([17500, 17671.17])
    expect(funds.bought.fees.net).toBe(7.33)
  })

  it('exposures with a core come through both', () => {
    const core = plans[1] as PlanDone
    expect(core.core).toMatchObject({ amount: 15000, shares: 59.67, bought: 59, boughtAmount: 14830.83 })
    expect(core.lines.map(({ coreAmount, satelliteAmount }) => [coreAmount, satelliteAmount])).toEqual([
      [750, 1750],
      [3000, 750],
      [0, 1250],
    ])
    const [line] = core.lines
    expect(line.actualWeight).toBeCloseTo((52 * 33.33 + 0.05 * 14830.83) / 25000, 15)
    const spent = sumOf([14830.83, ...core.lines.map(({ boughtAmount }) => boughtAmount)])
    expect(sumOf([core.bought.cash, spent])).toBe(25000)
    expect([core.largestFeasibleCore, core.cash]).toEqual([18750, 6250])
    expect(core.core?.actualWeight).toBe(0.5932332)
  })

  it('finds the cheapest core in whole shares', () => {
    const plan = first(WHOLE.replace('method: direct', 'method: core-satellite, coreAmount: cheapest'))
    // 18,750 would leave no BBB to hold: 74 shares of 251.37 are 18,601.38, 75 would be 18,852.75.
    expect(plan.core).toMatchObject({ amount: 18601.38, bought: 74 })
    expect(plan.lines[1].satelliteAmount).toBe(29.72)
  })

  it('rounds so that nothing is lost', () => {
    const thirds = MINE.replace(/rows:[\s\S]*plans/, () =>
      [
        'rows:',
        ...['AAA', 'BBB', 'CCC'].map((symbol) => `  - { symbol: ${symbol}, targetWeight: ${1 / 3} }`),
        'plans',
      ].join('\n'),
    ).replace(/\n {2}core: \{ method.*/, '')
    expect(first(thirds).lines.map(({ amount }) => amount)).toEqual([8333.33, 8333.33, 8333.33])
    expect(first(thirds).lines.map(({ satelliteAmount }) => satelliteAmount)).toEqual([8333.34, 8333.33, 8333.33])
    expect(first(thirds, { round: 1000 }).lines.map(({ amount }) => amount)).toEqual([9000, 8000, 8000])
  })

  it('limits shorts by money and number', () => {
    const short = (limits: string): string =>
      WHOLE.replace('coreAmount: 15000', `coreAmount: cheapest, shorts: ${limits}`).replace('price: 251.37', '')
    const core = (limits: string): number | undefined =>
      (allocate(short(limits), 'mine.yaml').plans[1] as PlanDone).core?.amount
    expect(core('{ max: 250 }')).toBe(20000)
    expect(core('{ count: 0 }')).toBe(18750)
    // From 25,000 x 0.7 / 0.75 on two funds are short, and the core costs more than what it still replaces.
    expect(core('allow')).toBe(23333.33)
    const forced = allocate(short('{ max: 100, count: 1 }').replace('cheapest', '20000'), 'mine.yaml').plans[1]
    expect(forced).toMatchObject({ feasible: false, largestFeasibleCore: 19250 })
    expect('reason' in forced && forced.reason).toBe(
      'with $20,000.00 in VTI BBB is held at 16.00% at least, and its target is 15.00%: infeasible with shorts of at most $100.00 in 1 position; the largest feasible core is $19,250.00',
    )
  })

  it('tells of the cash that stays', () => {
    const text = allocationText(document)
    expect(text).toMatch(/^total +25\.00% +5\.00% +30\.00% +\$7,500\.00\ncash +70\.00% +\$17,500\.00$/m)
    expect(text).toContain('\nfunds $7,500.00 net, cash $17,500.00\n')
    expect(text).toContain('\ncore $15,000.00, satellites $3,750.00 net, cash $6,250.00\n')
    expect(text).toMatch(/^VTI .* 59\.323%$/m)
    expect(allocationText(allocate(WHOLE, 'mine.yaml'))).not.toMatch(/^cash/m)
  })

  it('in other instruments funds that stay are held in lots, and what has no price is not', () => {
    const spdrs = MINE.replace('symbol: AAA', 'symbol: XLE')
      .replace('symbol: BBB', 'symbol: XLU')
      .replace('symbol: GOLD', 'symbol: XLRE')
      .replace('coreAmount: 15000', 'coreAmount: 20000, shorts: allow')
    const [, core] = allocate(spdrs, 'mine.yaml', { instrument: 'inverse' }).plans
    if (!core.feasible) throw new Error(core.reason)
    // XLE: 1,500 is 45 shares of 33.33; XLU: 3,750 less 4,000 in the core is a short of 250; XLRE: 6 of 180.05; VTI: 79 of 251.37.
    expect(core.mapped?.lines.map(({ symbol, amount }) => [symbol, amount])).toEqual([
      ['XLE', 1499.85],
      ['SDP', 125],
      ['XLRE', 1080.3],
    ])
    expect(core.mapped?.uncut).toEqual(['SDP'])
    expect(core.mapped?.cash).toBe(sumOf([25000, -19858.23, -1499.85, -125, -1080.3]))
  })

  it('repeats itself to the byte', () => {
    expect(JSON.stringify(allocate(MINE, 'mine.yaml'))).toBe(JSON.stringify(allocate(MINE, 'mine.yaml')))
  })
})

describe('a document that is wrong', () => {
  it.each<[string, string, string]>([
    [
      'expenseRatio: 0.1%',
      'expenseRato: 0.1%',
      'mine.yaml:3: expenseRato: unknown key "expenseRato", the nearest is "expenseRatio"',
    ],
    ['tilt: -0.05', 'titl: -0.05', 'mine.yaml:7: rows.1.titl: unknown key "titl", the nearest is "tilt"'],
    ['expenseRatio: 0.1%', 'expenseRatio: 0.1 percent', 'mine.yaml:3: expenseRatio: expected a fraction such as 0.086'],
    ['expenseRatio: 0.1%', 'expenseRatio: 27', 'mine.yaml:3: expenseRatio: expected a fraction from 0 to 1'],
    [
      'benchmarkWeight: 5%,',
      'benchmarkWeight: 5%, tilt: 6%,',
      'rows.0.targetWeight: is 0.1, but benchmark weight 0.05 and tilt 0.06 make 0.11',
    ],
    ['targetWeight: 10%', 'targetWeight: 10', 'mine.yaml:6: rows: targetWeight: sums to 10.2, expected at most 1'],
    ['symbol: BBB', 'symbol: AAA', 'mine.yaml:7: rows.1.symbol: "AAA" stands twice'],
    ['symbol: BBB', 'symbol: VTI', 'mine.yaml:7: rows.1.symbol: "VTI" is the core fund, expected a fund beside it'],
    ['capital: 25000', 'capital: 25000\nfamily: sdpr', 'mine.yaml:3: family: '],
    ['capital: 25000', 'capital: 25000\nlot: 1e-320', 'mine.yaml:3: lot: expected a number from 1e-9 to 1e12'],
    ['price: 180.05', 'price: 1e-300', 'mine.yaml:8: rows.2.price: expected a number from 1e-9 to 1e12'],
    [
      'targetWeight: 10%',
      `targetWeight: ${'9'.repeat(400)}%`,
      'mine.yaml:6: rows.0.targetWeight: expected a fraction such as 0.086',
    ],
    [
      'method: direct',
      'method: bets, bets: { AAA: 70%, BBB: 40% }',
      'mine.yaml:10: plans.funds.bets: sums to 1.1, expected at most 1',
    ],
    ['method: direct', 'method: dirct', 'mine.yaml:10: plans.funds.method: '],
    [
      'coreAmount: 15000',
      'coreAmount: smallest',
      'mine.yaml:11: plans.core.coreAmount: expected an amount of money, or cheapest',
    ],
    [
      'coreAmount: 15000',
      'coreAmount: 24000',
      'mine.yaml:11: plans.core.coreAmount: is 24000, with it the targets cost 500 more',
    ],
    ['coreAmount: 15000', 'coreAmount: 15000, shorts: never', 'mine.yaml:11: plans.core.shorts: '],
    [
      'method: direct',
      'method: bets, bets: { AAB: 20% }',
      'plans.funds.bets.AAB: "AAB" is no row of the table, the nearest is "AAA"',
    ],
    ['method: direct', 'method: bets, bets: {}', 'plans.funds.bets: no bet is listed'],
    [
      'core: { symbol: VTI, expenseRatio: 0.03%, price: 251.37 }',
      '',
      'plans.core.method: "core-satellite" needs a core',
    ],
    ['capital: 25000', 'capital: 0', 'mine.yaml:2: capital: '],
    ['price: 33.33', 'price: 0', 'mine.yaml:6: rows.0.price: '],
    ['name: mine', 'name: mine\nclaims: [{ row: 1, value: a, printed: b }]', 'mine.yaml:2: claims.0.row: '],
    [
      'name: mine',
      'name: mine\nclaims: [{ row: x, value: totals.amont, printed: "1" }]',
      '"amont" is nothing that is computed here, the nearest is "amount"',
    ],
    [
      'name: mine',
      'name: mine\nclaims: [{ row: x, value: plans.funds, printed: "1" }]',
      'mine.yaml:2: claims.0.value: "plans.funds" is no number',
    ],
    [
      'name: mine',
      'name: mine\nclaims: [{ row: x, value: totals.amount, printed: "1", correct: "7,501" }]',
      'claims.0.correct: is "7,501", but totals.amount is computed as 7,500',
    ],
  ])('%s -> %s', (from, to, message) => {
    const text = MINE.replace(from, () => to)
    expect(text).not.toBe(MINE)
    expect(() => allocate(text, 'mine.yaml')).toThrow(ConfigError)
    expect(() => allocate(text, 'mine.yaml')).toThrow(message)
  })

  const folder = temporaryFolder()
  const file = join(folder, 'mine.yaml')
  writeFileSync(file, MINE)

  it.each<[readonly string[], string]>([
    [['nowhere.yaml'], 'nowhere.yaml: no such file\n'],
    [[file, '--lot', '0'], '--lot "0", expected a number from 1e-9 to 1e12\n'],
    [[file, '--lot', '1e-320'], '--lot "1e-320", expected a number from 1e-9 to 1e12\n'],
    [[file, '--lot', '0x10'], '--lot "0x10", expected a number from 1e-9 to 1e12\n'],
    [[file, '--round', 'many'], '--round "many", expected a number from 1e-9 to 1e12\n'],
    [[file, '--volatility', '11'], '--volatility "11", expected a fraction from 0 to 10\n'],
    [
      [file, '--instrument', 'option'],
      '--instrument "option": is unknown, expected etf, inverse, future or family:NAME\n',
    ],
    ...['etf', 'future', 'inverse', 'family:vanguard'].map((kind): [readonly string[], string] => [
      [file, '--instrument', kind],
      `${file}:6: rows.0.symbol: family "spdr" has no "AAA", the nearest is "XLY"\n`,
    ]),
    [[file, '--as-of', 'today'], '--as-of "today" is not a date, expected YYYY-MM-DD\n'],
  ])('%j ends with one line and exit code 2', (args, message) => {
    const { status, stdout, stderr } = sectorcast(['allocate', ...args])
    expect([status, stdout, stderr]).toEqual([2, '', message])
  })
})

describe('claims', () => {
  const claimed = (claim: string) => allocate(`${MINE}claims: [{ row: one, ${claim} }]\n`, 'mine.yaml')

  it.each<[string, boolean]>([
    ['value: totals.amount, printed: "$7,500"', true],
    ['value: totals.amount, printed: "7,500.00 dollars"', true],
    ['value: totals.amount, printed: "7,501"', false],
    ['value: totals.amount, printed: "7500", correct: "7,500"', false],
    ['value: totals.amount, printed: "Amount,500", correct: "$7,500"', false],
    ['value: totals.targetWeight, printed: "30 %"', true],
    ['value: totals.targetWeight, printed: "0.3"', true],
    ['value: totals.targetWeight, printed: "30.1%"', false],
    ['value: plans.core.lines.BBB.tilt, printed: "-5%"', true],
    ['value: plans.core.lines.BBB.tilt, printed: "\u22125%"', true],
    ['value: plans.core.lines.BBB.tilt, printed: "5%"', false],
  ])('%s', (claim, agrees) => {
    const { claims, slips } = claimed(claim)
    expect(claims[0].agrees).toBe(agrees)
    expect(slips).toHaveLength(agrees ? 0 : 1)
  })

  it('a text in which no number can be read is told apart, and checks nothing without a correction', () => {
    const lost = claimed('value: totals.amount, printed: "Amount,500", correct: "$7,500"')
    expect(lost.slips[0]).toMatchObject({ kind: 'text', correct: '$7,500', computed: 7500 })
    expect(() => claimed('value: totals.amount, printed: "many"')).toThrow(
      new ConfigError('mine.yaml:12: claims.0.printed: is "many", expected a figure, or beside it what is correct'),
    )
  })

  it('a wrong figure without a correction gets the computed one', () => {
    expect(claimed('value: totals.targetWeight, printed: "30.12 %"').slips[0]).toMatchObject({
      kind: 'value',
      correct: '30.00%',
      computed: 0.3,
    })
  })
})
