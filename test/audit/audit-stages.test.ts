import { describe, expect, it } from 'vitest'
import { auditMarket } from '../../pipelines/audit-market.js'
import { auditRows } from '../../src/audit/audit.js'
import { auditStages, type Changes } from '../../src/audit/audit-stages.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Stage } from '../../src/features/stage.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import {
  backwardFill,
  batchDependent,
  centredWindow,
  exponentialAverage,
  runningSum,
  shiftByMinusOne,
  understatedLookback,
  wholeSampleZ,
} from '../fixtures/leaks.js'

const panel = auditMarket(300)
const nRows = panel.dates.length
const cuts = auditRows(1, 280, 4)

type Check = 'future' | 'start' | 'replay' | 'lookback'

/** Number of values that changed by each check. */
function audited(stages: readonly Stage[], names: readonly string[]): Record<Check, Changes> {
  const own = new Map(stages.map((stage) => [stage.name, stage]))
  const plan = planStages(names, panelSources(panel), (name) => own.get(name) ?? stageOf(name))
  const audit = auditStages(plan, panel, referenceKernels)
  return {
    future: audit.future(auditRows(20, nRows - 1, 12)),
    start: audit.start(cuts),
    replay: audit.replay(),
    lookback: audit.lookback(cuts),
  }
}

/** Checks that caught a stage. */
function caught(changes: Record<Check, Changes>, name: string): string[] {
  return Object.entries(changes).flatMap(([check, counts]) => ((counts.get(name) ?? NaN) === 0 ? [] : [check]))
}

const HONEST = ['relative_strength_10', 'rolling_rank_21(momentum_1)', 'lag_5(momentum_21)', 'change_1(feed.macro)']

describe('the audit of stages', () => {
  it.each([
    ['a shift by -1', shiftByMinusOne, 'future'],
    ['a centred window', centredWindow, 'future'],
    ['a backward fill, at the dates before a late listing', backwardFill, 'future'],
    ['a z-score of the whole sample', wholeSampleZ, 'future'],
    ['a running sum, whose bits tell where the history began', runningSum, 'start'],
    ['an exponential average, which never forgets', exponentialAverage, 'start'],
    ['an understated lookback', understatedLookback, 'lookback'],
    ['an exponential average, by its older rows', exponentialAverage, 'lookback'],
    ['a value that depends on the batch', batchDependent, 'replay'],
  ])('catches %s', (_, stage, check) => {
    const changes = audited([stage], [stage.name, 'relative_strength_10'])
    expect(caught(changes, stage.name)).toContain(check)
    expect(caught(changes, 'relative_strength_10')).toEqual([])
  })

  it.each([
    ['a peek', shiftByMinusOne, ['start', 'lookback']],
    ['a running sum', runningSum, ['future']],
    ['an exponential average', exponentialAverage, ['future']],
    ['an understated lookback', understatedLookback, ['future']],
    ['a value that depends on the batch', batchDependent, ['future']],
  ])('does not blame %s for what it does not do', (_, stage, innocent) => {
    const guilty = caught(audited([stage], [stage.name]), stage.name)
    expect(guilty.filter((check) => innocent.includes(check))).toEqual([])
  })

  it('finds an understatement in a stage that others are made of', () => {
    const consumer: Stage = { ...understatedLookback, name: 'consumer', inputs: ['leak_lookback'], lookback: 6 }
    const changes = audited([understatedLookback, consumer], ['consumer'])
    expect(caught(changes, 'consumer')).toEqual(['start', 'lookback'])
  })

  it('finds nothing in honest stages, of fields, of other stages and of feeds', () => {
    const changes = audited([], HONEST)
    for (const name of HONEST) expect(caught(changes, name)).toEqual([])
  })
})

describe('the market of the audit', () => {
  it('has a late listing, a death, and feeds with gaps', () => {
    const { close } = panel.fields
    const listed = (row: number): number =>
      close.data.subarray(row * close.cols, (row + 1) * close.cols).filter((value) => !Number.isNaN(value)).length
    expect([listed(0), listed(210), listed(nRows - 1)]).toEqual([10, 11, 10])
    const macro = panel.series['feed.macro']
    expect(new Set(macro.filter((value) => !Number.isNaN(value))).size).toBe(Math.ceil(nRows / 21) - 1)
    expect(Number.isNaN(macro[20]) && !Number.isNaN(macro[21])).toBe(true)
    const flow = panel.assetSeries['feed.flow']
    const missing = flow.data.filter((value, i) => Number.isNaN(value) && !Number.isNaN(close.data[i])).length
    expect(missing).toBeGreaterThan(0)
    expect(missing).toBeLessThan(50)
  })
})
