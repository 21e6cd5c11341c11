import { decimalText, percentageText } from '../../src/allocate/decimal-text.js'
import { NOTICE } from '../../src/export/notice.js'
import { textTable } from '../../src/export/text-table.js'
import { counted } from '../feature-text.js'
import type { AllocationDocument } from './allocate.js'
import type { Slip } from './claims.js'
import type { PlanInstruments } from './instruments.js'
import type { PlanCost, PlanDone, Traded } from './plan.js'

function money(amount: number): string {
  return `${amount < 0 ? '-' : ''}$${decimalText(Math.abs(amount), 2)}`
}

function percent(weight: number): string {
  return percentageText(weight, 2)
}

function tradedCells({ price, shares, lot, bought, boughtAmount }: Traded): string[] {
  if (price === null || shares === null || lot === null || bought === null) return ['', '', '', money(boughtAmount)]
  return [String(price), String(shares), String(bought), money(boughtAmount)]
}

function targetsTable({ targets, totals, cash }: AllocationDocument): string {
  const rows = targets.map(({ symbol, sector, benchmarkWeight, tilt, targetWeight, amount }) => [
    symbol,
    sector ?? '',
    ...[benchmarkWeight, tilt, targetWeight].map(percent),
    money(amount),
  ])
  const { benchmarkWeight, tilt, targetWeight, amount } = totals
  const sums = ['total', '', ...[benchmarkWeight, tilt, targetWeight].map(percent), money(amount)]
  const left = cash.amount === 0 ? [] : [['cash', '', '', '', percent(cash.weight), money(cash.amount)]]
  return textTable(['symbol', 'sector', 'benchmark', 'tilt', 'target', 'amount'], [...rows, sums, ...left])
}

function linesTable({ core, lines }: PlanDone): string {
  const isTraded = [...lines, ...(core === null ? [] : [core])].some(({ price }) => price !== null)
  const rows = lines.map((line) => [
    line.symbol,
    percent(line.targetWeight),
    ...(core === null ? [] : [money(line.coreAmount)]),
    money(line.satelliteAmount),
    ...(isTraded ? tradedCells(line) : []),
    percentageText(line.actualWeight, 3),
  ])
  const coreRow =
    core === null
      ? []
      : [
          [
            ...[core.symbol, '', '', money(core.amount), ...(isTraded ? tradedCells(core) : [])],
            percentageText(core.actualWeight, 3),
          ],
        ]
  const header = [
    'symbol',
    'target',
    ...(core === null ? [] : [`in ${core.symbol}`]),
    'own fund',
    ...(isTraded ? ['price', 'shares', 'buy', 'spent'] : []),
    'weight',
  ]
  return textTable(header, [...rows, ...coreRow])
}

function costText({ fees, borrow, proceeds, annualCost }: PlanCost): string {
  const { net, longHoldings, grossHoldings } = fees
  if (borrow === 0 && proceeds === 0 && net === longHoldings) return `fees ${money(net)} a year`
  return `fees a year ${money(longHoldings)} on long holdings, ${money(net)} net of the shorts, ${money(grossHoldings)} gross; borrow ${money(borrow)}, interest on proceeds ${money(proceeds)}, in all ${money(annualCost)}`
}

function instrumentsLines(
  { instrument, lines, exposures, kept, uncut, cash, decay, volatility }: PlanInstruments,
  asOf: string | null,
): string[] {
  const own = new Set(exposures.map(({ symbol }) => symbol))
  const title = `In instruments of kind ${instrument}${asOf === null ? '' : ` on ${asOf}`}`
  const unreplaced = `nothing stands for ${kept.join(', ')}`
  if (lines.every(({ symbol }) => own.has(symbol)))
    return ['', `${title}: nothing is replaced${kept.length === 0 ? '' : `, as ${unreplaced}`}`]
  const rows = lines.map(({ symbol, amount, weight }) => [
    ...[symbol, money(amount), percent(weight)],
    own.has(symbol) ? 'own fund' : instrument === 'future' ? 'notional' : instrument,
  ])
  return [
    '',
    `${title}${kept.length === 0 ? '' : `; ${unreplaced}`}`,
    textTable(['symbol', 'amount', 'weight', 'as'], rows),
    `cash ${money(cash)}${cash < 0 ? ': this much more than the capital is needed' : ''}`,
    ...(uncut.length === 0 ? [] : [`not cut to lots, as no price of them is given: ${uncut.join(', ')}`]),
    ...decay.map(
      (one) =>
        `${one.symbol} resets its ${one.leverage}x of ${one.of} every day: at a volatility of ${percent(volatility ?? 0)} it ends a year ${percent(one.decay)}, ${money(one.costAYear)}, below the growth of ${one.of} to the power ${one.leverage}`,
    ),
  ]
}

/** Where the capital goes. */
function partsText(core: PlanDone['core'], net: number, cash: number): string {
  const left = cash === 0 ? '' : `, cash ${money(cash)}`
  return core === null
    ? `funds ${money(net)} net${left}`
    : `core ${money(core.amount)}, satellites ${money(net)} net${left}`
}

function planLines(plan: AllocationDocument['plans'][number], asOf: string | null): string[] {
  if (!plan.feasible) return [`${plan.name} (${plan.method}): ${plan.reason}`, '']
  const { satellites, core, cash, instruments, direct, bought, residualRatio, largestFeasibleCore } = plan
  const { net, grossLong, short } = satellites
  const inOwnFunds = core === null ? '' : ` (${direct.instruments} in the funds alone)`
  return [
    `${plan.name} (${plan.method}): ${counted(instruments, 'instrument')}${inOwnFunds}, ${costText(plan)}`,
    ...(core === null && cash === 0 ? [] : [partsText(core, net, cash)]),
    ...(short === 0 ? [] : [`long ${money(grossLong)}, short ${money(short)} in the funds`]),
    ...(residualRatio === null ? [] : [`what is not bet on has ${percent(residualRatio)} of its weight`]),
    ...(largestFeasibleCore === null ? [] : [`largest feasible core ${money(largestFeasibleCore)}`]),
    '',
    linesTable(plan),
    `bought ${money(bought.amount)}, cash left ${money(bought.cash)}, ${costText(bought)}`,
    ...(plan.mapped === undefined ? [] : instrumentsLines(plan.mapped, asOf)),
    '',
  ]
}

function slipLine({ row, kind, printed, correct, why }: Slip): string {
  return `${row}: printed "${printed}"${kind === 'text' ? ', which is no figure' : ''}, correct is "${correct}"${why === null ? '' : `: ${why}`}`
}

/** An allocation as a person reads it in a terminal. */
export function allocationText(document: AllocationDocument): string {
  const { name, description, hypothesis, capital, asOf, stance, plans, claims, slips, claimsNotChecked, source } =
    document
  return [
    `${name}${asOf === null ? '' : ` as of ${asOf}`}, capital ${money(capital)}`,
    ...(description === null ? [] : [description]),
    ...(hypothesis === null ? [] : [`Hypothesis: ${hypothesis}`]),
    '',
    targetsTable(document),
    ...(stance === null ? [] : [stance.sentence]),
    '',
    ...plans.flatMap((plan) => planLines(plan, asOf)),
    ...(claims.length === 0
      ? []
      : [
          `${counted(claims.length, 'figure')} of ${source ?? 'the source'} checked, ${counted(slips.length, 'slip')}${slips.length === 0 ? '' : ':'}`,
          ...slips.map(slipLine),
          '',
        ]),
    ...(claimsNotChecked === 0
      ? []
      : [
          `${counted(claimsNotChecked, 'figure')} of ${source ?? 'the source'} not checked: --lot, --round or --long-only carry their plans out in another way`,
          '',
        ]),
    NOTICE,
  ].join('\n')
}
