import { describe, expect, it } from 'vitest'
import type { AllocationDocument } from '../../../pipelines/allocate/allocate.js'
import type { PlanDone, PlanLine } from '../../../pipelines/allocate/plan.js'
import { sectorcast } from '../../fixtures/command-line.js'

const SECTORS = 'experiments/allocate-2008-sectors.yaml'
const CORE = 'experiments/allocate-2008-core-satellite.yaml'
const FUNDS = ['XLY', 'XLP', 'XLE', 'XLF', 'XLV', 'XLI', 'XLB', 'XLK', 'XLU']
/** What the source claims of the table, whatever becomes of the plans. */
const TOTALS = ['totals.benchmarkWeight', 'totals.tilt', 'totals.amount']
const WEIGHTS = [0.086, 0.105, 0.14, 0.171, 0.113, 0.118, 0.037, 0.194, 0.036]

function answered(...args: readonly string[]): AllocationDocument {
  const { status, stdout, stderr } = sectorcast(['allocate', ...args, '--json'])
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as AllocationDocument
}

function planOf({ plans }: AllocationDocument, name: string): PlanDone & AllocationDocument['plans'][number] {
  const plan = plans.find((candidate) => candidate.name === name)
  if (plan?.feasible !== true) throw new Error(`no plan ${name} that can be carried out`)
  return plan
}

function lineOf(plan: PlanDone, symbol: string): PlanLine {
  const line = plan.lines.find((candidate) => candidate.symbol === symbol)
  if (line === undefined) throw new Error(`no ${symbol}`)
  return line
}

function column<Key extends keyof PlanLine>({ lines }: PlanDone, key: Key): PlanLine[Key][] {
  return lines.map((line) => line[key])
}

const sectors = answered(SECTORS)
const core = answered(CORE)

describe('the first worked example of 2008: sector funds alone', () => {
  const plan = planOf(sectors, 'sectors')

  it('the table of weights, tilts and targets, and its sums', () => {
    expect(sectors.targets.map(({ symbol }) => symbol)).toEqual(FUNDS)
    expect(sectors.targets.map(({ benchmarkWeight }) => benchmarkWeight)).toEqual(WEIGHTS)
    expect(sectors.targets.map(({ tilt }) => tilt)).toEqual([0, 0, 0.03, -0.03, 0.02, 0.006, 0.03, -0.02, -0.036])
    const targets = [0.086, 0.105, 0.17, 0.141, 0.133, 0.124, 0.067, 0.174, 0]
    expect(sectors.targets.map(({ targetWeight }) => targetWeight)).toEqual(targets)
    expect(sectors.totals).toEqual({ benchmarkWeight: 1, tilt: 0, targetWeight: 1, amount: 100000 })
    expect(sectors.stance?.sentence).toBe(
      'overweight energy, healthcare, industrials, materials; underweight financials, technology, utilities; market weight consumer discretionary, consumer staples',
    )
  })

  it('amounts, lots of ten, eight funds, fees', () => {
    expect(column(plan, 'amount')).toEqual([8600, 10500, 17000, 14100, 13300, 12400, 6700, 17400, 0])
    expect(lineOf(plan, 'XLE')).toMatchObject({
      price: 87.7,
      shares: 193.84,
      lot: 10,
      bought: 190,
      boughtAmount: 16663,
      actualWeight: 0.16663,
    })
    expect([plan.instruments, plan.bought.cash]).toEqual([8, 337])
    expect(plan.fees).toEqual({ net: 270, longHoldings: 270, grossHoldings: 270 })
  })

  it('names the slips of the source', () => {
    expect(sectors.slips.map(({ row, printed, correct, kind }) => [row, printed, correct, kind])).toEqual([
      ['B3', '0.00', '0', 'form'],
      ['B5', '16.67 %', '16.663 %', 'value'],
    ])
    expect(sectors.slips[1].computed).toBe(0.16663)
    expect(sectors.claims).toHaveLength(11)
  })

  it.each([
    ['1', 193, 16926.1],
    ['0.001', 193.842, 16999.94],
    ['10', 190, 16663],
  ])('in lots of %s; figures are checked where nothing changes by that', (lot, bought, boughtAmount) => {
    const document = answered(SECTORS, '--lot', lot)
    expect(lineOf(planOf(document, 'sectors'), 'XLE')).toMatchObject({ lot: Number(lot), bought, boughtAmount })
    if (lot === '10') expect(document).toEqual(sectors)
    else expect([document.claims.map(({ value }) => value), document.claimsNotChecked]).toEqual([TOTALS, 8])
  })
})

describe('the second worked example of 2008: core and satellites', () => {
  const plan = planOf(core, 'core-50000')

  it('the core, the satellites and the three readings of the fee', () => {
    expect(plan.core).toMatchObject({ symbol: 'SPY', amount: 50000, weight: 0.5 })
    expect(column(plan, 'coreAmount')).toEqual([4300, 5250, 7000, 8550, 5650, 5900, 1850, 9700, 1800])
    expect(column(plan, 'satelliteAmount')).toEqual([4300, 5250, 10000, 5550, 7650, 6500, 4850, 7700, -1800])
    expect(column(plan, 'actualWeight')).toEqual(column(plan, 'targetWeight'))
    expect(plan.satellites).toEqual({ net: 50000, grossLong: 51800, short: 1800 })
    expect(plan.fees).toEqual({ net: 180, longHoldings: 184.86, grossHoldings: 189.72 })
    expect(plan.direct).toMatchObject({ instruments: 8, fees: { longHoldings: 270 } })
  })

  it('without shorts utilities can not come down to their target, and it says so', () => {
    const long = {
      feasible: false,
      largestFeasibleCore: 0,
      floors: [{ symbol: 'XLU', floorWeight: 0.018, targetWeight: 0 }],
    }
    expect(core.plans[1]).toMatchObject(long)
    const { status, stdout, stderr } = sectorcast(['allocate', CORE, '--long-only', '--json'])
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as AllocationDocument).plans[0]).toMatchObject(long)
    expect(stderr).toContain(
      'core-50000: with $50,000.00 in SPY XLU is held at 1.80% at least, and its target is 0.00%: infeasible without shorts; the largest feasible core is $0.00\n',
    )
  })

  it('a single bet, exact', () => {
    const bet = planOf(core, 'bet-exact')
    expect(bet.core?.amount).toBe(93023.26)
    expect(lineOf(bet, 'XLE')).toMatchObject({
      satelliteAmount: 6976.74,
      amount: 20000,
      targetWeight: 0.2,
      actualWeight: 0.2,
    })
    expect(bet.fees.longHoldings).toBe(102.56)
    expect(bet.residualRatio).toBeCloseTo(80 / 86, 15)
  })

  it('a single bet in thousands: all else proportionally underweight', () => {
    const bet = planOf(core, 'bet-round-1000')
    expect(bet.core?.amount).toBe(93000)
    expect(lineOf(bet, 'XLE')).toMatchObject({
      coreAmount: 13020,
      satelliteAmount: 7000,
      amount: 20020,
      actualWeight: 0.2002,
    })
    expect([bet.instruments, bet.direct.instruments]).toEqual([2, 9])
    expect([bet.fees.longHoldings, bet.direct.fees.longHoldings]).toEqual([102.6, 270])
    expect(bet.residualRatio).toBe(0.93)
    for (const { symbol, actualWeight, benchmarkWeight } of bet.lines)
      if (symbol !== 'XLE') expect(Math.abs(actualWeight / benchmarkWeight - 0.93)).toBeLessThan(1e-12)
    const rounded = planOf(answered(CORE, '--round', '1000'), 'bet-exact')
    expect(column(rounded, 'amount')).toEqual(column(bet, 'amount'))
  })

  it('names the slips of the source', () => {
    expect(core.slips.map(({ row, printed, correct, kind }) => [row, printed, correct, kind])).toEqual([
      ['C1', 'Target Amount,000 SPY', '$50,000 SPY', 'text'],
      ['C5', 'about $180', '$184.86', 'value'],
      ['C5', 'about $180', '$189.72', 'value'],
      ['C6', '$20,000', '$20,020', 'value'],
      ['C6', '20 %', '20.02 %', 'value'],
    ])
    expect(core.claimsNotChecked).toBe(0)
  })

  it('a short of XLU for $1,800 is $900 of SDP, which has to be paid for and decays', () => {
    const { mapped } = planOf(answered(CORE, '--instrument', 'inverse', '--volatility', '0.25'), 'core-50000')
    expect(mapped?.lines.at(-1)).toEqual({
      ...{ symbol: 'SDP', amount: 900, weight: 0.009 },
      ...{ leverage: -2, for: ['XLU'], notional: false },
    })
    expect(mapped?.exposures.map(({ amount }) => amount)).toEqual(column(plan, 'satelliteAmount'))
    expect([mapped?.cash, mapped?.volatility]).toEqual([-2700, 0.25])
    expect(mapped?.decay).toEqual([
      { symbol: 'SDP', of: 'XLU', leverage: -2, decay: 1 - Math.exp(-3 * 0.0625), costAYear: 153.87 },
    ])
  })

  it('futures and the funds of another family stand for the satellites on their day', () => {
    const futures = planOf(answered(CORE, '--instrument', 'future', '--as-of', '2019-06-03'), 'core-50000').mapped
    expect(futures?.lines.map(({ symbol }) => symbol).join()).toBe('IXY,IXR,IXE,IXM,IXV,IXI,IXB,IXT,IXU')
    expect([futures?.cash, futures?.kept, futures?.decay]).toEqual([50000, [], []])
    const none = planOf(answered(CORE, '--instrument', 'future'), 'core-50000').mapped
    expect([none?.kept, none?.cash]).toEqual([FUNDS, 0])
    const { stdout } = sectorcast(['allocate', CORE, '--instrument', 'future'])
    const all = FUNDS.join(', ')
    expect(stdout).toContain(`of kind future on 2008-04-30: nothing is replaced, as nothing stands for ${all}\n`)
    expect(stdout).not.toContain('notional')
    const vanguard = planOf(answered(CORE, '--instrument', 'family:vanguard'), 'bet-exact').mapped
    expect(vanguard?.lines).toMatchObject([{ symbol: 'VDE', amount: 6976.74, weight: 0.0697674, for: ['XLE'] }])
  })

  it('says what an inverse fund falls short of', () => {
    const { stdout } = sectorcast(['allocate', CORE, '--instrument', 'inverse', '--volatility', '25%'])
    expect(stdout).toMatch(/^SDP +\$900\.00 +0\.90% +inverse$/m)
    expect(stdout).toMatch(/^XLY +\$4,300\.00 +4\.30% +own fund$/m)
    expect(stdout).toContain(
      'SDP resets its -2x of XLU every day: at a volatility of 25.00% it ends a year 17.10%, $153.87, below the growth of XLU to the power -2\n',
    )
  })

  it('reads as text', () => {
    const { stdout } = sectorcast(['allocate', CORE])
    expect(stdout).toContain('long $51,800.00, short $1,800.00 in the funds')
    expect(stdout).toMatch(/^XLE +17\.00% +\$7,000\.00 +\$10,000\.00 +17\.000%$/m)
    expect(stdout).toMatch(/^SPY +\$50,000\.00 +50\.000%$/m)
    expect(stdout).toContain('17 figures of the requirements')
    expect(stdout).toContain('C1: printed "Target Amount,000 SPY", which is no figure, correct is "$50,000 SPY"')
    expect(stdout).toContain('C6: printed "$20,000", correct is "$20,020": 13,020 + 7,000 is 20,020')
    expect(stdout).toContain('\nHypothesis: the same targets cost less')
  })

  it('checks the figures of every plan that an option leaves as it is', () => {
    // Rounded to thousands by the document as well; nothing has a price that could be cut to lots.
    const round = answered(CORE, '--round', '1000')
    const kept = core.claims.filter(({ value }) => value.startsWith('plans.bet-round-1000.'))
    expect([round.claims, round.claimsNotChecked]).toEqual([kept, 10])
    expect(round.slips).toEqual(core.slips.slice(3))
    expect(answered(CORE, '--lot', '5')).toEqual(core)
    const { stdout } = sectorcast(['allocate', CORE, '--round', '1000'])
    expect(stdout).toContain('7 figures of the requirements')
    expect(stdout).toContain('10 figures of the requirements')
    expect(stdout).toContain(
      'second example not checked: --lot, --round or --long-only carry their plans out in another way',
    )
  })
})
