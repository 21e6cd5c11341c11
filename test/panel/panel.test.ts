import { describe, expect, it } from 'vitest'
import { BAR_FIELDS, benchmarkSeries } from '../../src/panel/panel.js'

describe('panel', () => {
  it("names the benchmark's series after its fields", () => {
    expect(BAR_FIELDS.map(benchmarkSeries)).toEqual([
      'benchmark.open',
      'benchmark.high',
      'benchmark.low',
      'benchmark.close',
      'benchmark.volume',
    ])
  })
})
