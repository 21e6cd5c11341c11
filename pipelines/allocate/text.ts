import { decimalText, percentageText } from '../../src/allocate/decimal-text.js'
import { NOTICE } from '../../src/export/notice.js'
import { textTable } from '../../src/export/text-table.js'
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

function targetsTable({ targets, totals }: AllocationDocument): string {
  const rows = targets.map(({ symbol, sector, benchmarkWeight, tilt, targetWeight, amount }) => [
    symbol,
    sector ?? '',
    ...[benchmarkWeight, tilt, targetWeight].map(percent),
    money(amount),
  ])
  const { benchmarkWeight, tilt, targetWeight, amount } = totals
  const sums = ['total', '', ...[benchmarkWeight, tilt, targetWeight].map(percent), money(amount)]
  return textTable(['symbol', 'sector', 'benchmark', 'tilt', 'target', 'amount'], [...rows, sums])
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
      : [[core.symbol, '', '', money(core.amount), ...(isTraded ? tradedCells(core) : []), percent(core.weight)]]
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

function instrumentsLines({ instrument, lines, kept, cash, decay, volatility }: PlanInstruments): string[] {
  const left = kept.length === 0 ? '' : `; nothing stands for ${kept.join(', ')}`
  const rows = lines.map(({ symbol, amount, weight }) => [symbol, money(amount), percent(weight)])
  return [
    '',
    `In instruments of kind ${instrument}${left}`,
    textTable(['symbol', instrument === 'future' ? 'notional' : 'amount', 'weight'], rows),
    `cash ${money(cash)}${cash < 0 ? ': this much more than the capital is needed' : ''}`,
    ...decay.map(
      (one) =>
        `${one.symbol} resets its ${one.leverage}x of ${one.of} every day: at a volatility of ${percent(volatility ?? 0)} that costs ${percent(one.decay)} a year, ${money(one.costAYear)}`,
    ),
  ]
}

function planLines(plan: AllocationDocument['plans'][number]): string[] {
  if (!plan.feasible) return [`${plan.name} (${plan.method}): ${plan.reason}`, '']
  const { satellites, core, instruments, direct, bought, residualRatio, largestFeasibleCore } = plan
  const { net, grossLong, short } = satellites
  const count = `${instruments} ${instruments === 1 ? 'instrument' : 'instruments'}`
  const inOwnFunds = core === null ? '' : ` (${direct.instruments} in the funds alone)`
  return [
    `${plan.name} (${plan.method}): ${count}${inOwnFunds}, ${costText(plan)}`,
    ...(core === null ? [] : [`core ${money(core.amount)}, satellites ${money(net)} net`]),
    ...(short === 0 ? [] : [`long ${money(grossLong)}, short ${money(short)} in the funds`]),
    ...(residualRatio === null ? [] : [`what is not bet on has ${percent(residualRatio)} of its weight`]),
    ...(largestFeasibleCore === null ? [] : [`largest feasible core ${money(largestFeasibleCore)}`]),
    '',
    linesTable(plan),
    `bought ${money(bought.amount)}, cash left ${money(bought.cash)}, ${costText(bought)}`,
    ...(plan.mapped === undefined ? [] : instrumentsLines(plan.mapped)),
    '',
  ]
}

function slipLine({ row, printed, correct, why }: Slip): string {
  return `${row}: printed "${printed}", correct is "${correct}"${why === null ? '' : `: ${why}`}`
}

/** An allocation as a person reads it in a terminal. */
export function allocationText(document: AllocationDocument): string {
  const { name, description, capital, asOf, stance, plans, claims, slips, source } = document
  return [
    `${name}${asOf === null ? '' : ` as of ${asOf}`}, capital ${money(capital)}`,
    ...(description === null ? [] : [description]),
    '',
    targetsTable(document),
    ...(stance === null ? [] : [stance.sentence]),
    '',
    ...plans.flatMap(planLines),
    ...(claims.length === 0
      ? []
      : [
          `${claims.length} figures of ${source ?? 'the source'} checked, ${slips.length} of them are slips:`,
          ...slips.map(slipLine),
          '',
        ]),
    NOTICE,
  ].join('\n')
}
