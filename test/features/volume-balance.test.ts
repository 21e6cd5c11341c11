import { describe, expect, it } from 'vitest'
import type { Panel } from '../../src/panel/panel.js'
import { computeColumn, panelOfCloses, withRange } from './compute.js'

const traded = (closes: readonly number[], volumes: readonly number[]): Panel =>
  panelOfCloses(
    closes.map((close) => [close]),
    closes.map(() => 1),
    volumes.map((volume) => [volume]),
  )
const valuesOf = (name: string, panel: Panel): number[] => [...computeColumn(name, panel).data]

describe('on_balance_volume', () => {
  // Up, unchanged, down, up.
  const panel = traded([1, 2, 2, 1, 3], [10, 20, 30, 40, 50])

  it('adds the volume of rising sessions and takes that of falling ones', () => {
    expect(valuesOf('signed_volume', panel)).toEqual([NaN, 20, 0, -40, 50])
    // (20 - 40) / 90 is of three sessions; (20 + 0 - 40 + 50) / 140 of four.
    expect(valuesOf('on_balance_volume_3', panel)[3]).toBeCloseTo(-20 / 90, 12)
    expect(valuesOf('on_balance_volume_4', panel)).toEqual([NaN, NaN, NaN, NaN, 30 / 140])
  })

  it('is exactly 1 where every session rises, -1 where every one falls, 0 where none moves', () => {
    const volumes = [3, 0.1, 0.2, 0.3, 0.7]
    expect(valuesOf('on_balance_volume_4', traded([1, 2, 3, 4, 5], volumes))[4]).toBe(1)
    expect(valuesOf('on_balance_volume_4', traded([5, 4, 3, 2, 1], volumes))[4]).toBe(-1)
    expect(valuesOf('on_balance_volume_4', traded([5, 5, 5, 5, 5], volumes))[4]).toBe(0)
  })

  it('a session without volume weighs nothing; a window without any is missing', () => {
    expect(valuesOf('on_balance_volume_2', traded([1, 2, 3, 2, 3], [5, 0, 4, 0, 0]))).toEqual([NaN, NaN, 1, 1, NaN])
  })
})

describe('up_down_volume', () => {
  it('compares the mean volumes of rising and of falling sessions', () => {
    // Rising 20 and 50, unchanged 30, falling 40.
    const panel = traded([1, 2, 2, 1, 3], [10, 20, 30, 40, 50])
    expect(valuesOf('up_down_volume_4', panel)[4]).toBeCloseTo(Math.log(35 / 40), 12)
  })

  it('does not count how many rose, as on-balance volume does', () => {
    const panel = traded([1, 2, 3, 4, 3], [10, 10, 10, 10, 10])
    expect(valuesOf('up_down_volume_4', panel)[4]).toBe(0)
    expect(valuesOf('on_balance_volume_4', panel)[4]).toBe(0.5)
  })

  it('is missing without a rise, without a fall, and where nothing was traded on either', () => {
    expect(valuesOf('up_down_volume_2', traded([1, 2, 3], [1, 1, 1]))[2]).toBeNaN()
    expect(valuesOf('up_down_volume_2', traded([3, 2, 1], [1, 1, 1]))[2]).toBeNaN()
    expect(valuesOf('up_down_volume_2', traded([1, 2, 1], [1, 0, 1]))[2]).toBeNaN()
    expect(valuesOf('up_down_volume_2', traded([1, 2, 1], [1, 1, 0]))[2]).toBeNaN()
  })
})

describe('money_flow', () => {
  it('weighs volume by where the close lies in the range', () => {
    // (20 - 19) / 3 of 30 shares, then a close at the high, then at the low.
    const panel = withRange(traded([10, 11, 8], [30, 10, 5]), [11, 11, 11], [8, 8, 8])
    const steps = valuesOf('money_flow_volume', panel)
    for (const [row, step] of [10, 10, -5].entries()) expect(steps[row]).toBeCloseTo(step, 12)
    const flow = valuesOf('money_flow_2', panel)
    expect(flow[0]).toBeNaN()
    expect(flow[1]).toBeCloseTo(20 / 40, 12)
    expect(flow[2]).toBeCloseTo(5 / 15, 12)
  })

  it('is missing where nothing was traded in the window', () => {
    expect(valuesOf('money_flow_2', traded([1, 1, 1], [1, 0, 0]))).toEqual([NaN, 0, NaN])
  })
})
