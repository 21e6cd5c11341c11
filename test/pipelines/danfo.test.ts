import { afterEach, describe, expect, it, vi } from 'vitest'
import { danfoVersion, toDataFrame } from '../../pipelines/danfo.js'
import { ConfigError } from '../../src/core/errors.js'

const columns = {
  date: ['2024-01-02', '2024-01-03', '2024-01-04'],
  score: Float64Array.of(0.1, -1 / 3, 1e-9),
  simulated: [true, true, false],
}

afterEach(() => vi.doUnmock('danfojs-node'))

describe('toDataFrame', () => {
  it('makes a frame of the real package with the same shape, names and values', async () => {
    const frame = await toDataFrame(columns)
    expect(frame.shape).toEqual([3, 3])
    expect(frame.columns).toEqual(['date', 'score', 'simulated'])
    expect(frame.values).toEqual(columns.date.map((date, i) => [date, columns.score[i], columns.simulated[i]]))
  })

  it('leaves the columns as they were', async () => {
    const before = structuredClone(columns)
    await toDataFrame(columns)
    expect(columns).toEqual(before)
  })

  it('the package says its version', async () => {
    expect(await danfoVersion()).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('without the package it says how to get it', async () => {
    vi.doMock('danfojs-node', () => {
      throw new Error('Cannot find package')
    })
    expect(await danfoVersion()).toBeUndefined()
    await expect(toDataFrame(columns)).rejects.toThrow(ConfigError)
    await expect(toDataFrame(columns)).rejects.toThrow('danfojs-node is not installed: npm install danfojs-node@1.2.0')
  })
})
