import { describe, expect, it } from 'vitest'
import { isSplitRatio } from '../../src/panel/split-ratio.js'

describe('isSplitRatio', () => {
  it.each([2, 3, 20, 50, 0.5, 0.1, 1.5, 4 / 3, 7 / 10, 0.3333, 1.3333, 0.0667, 1.05, 1.1, 1.01, 1.02, 1.0769])(
    '%d is a ratio that boards declare',
    (ratio) => {
      expect(isSplitRatio(ratio)).toBe(true)
    },
  )

  it.each([1.231, 1.046, 1.281, 0.9513, 2.37, 1.0371])('%d is the price factor of something else', (ratio) => {
    expect(isSplitRatio(ratio)).toBe(false)
  })
})
