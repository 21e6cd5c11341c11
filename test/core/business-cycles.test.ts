import { expect, it } from 'vitest'
import { BUSINESS_CYCLE_MONTHS } from '../../src/core/business-cycles.js'

it('the mean cycle is the 75.0 months that the NBER states for 1945 to 2020, peak from previous peak', () => {
  expect(BUSINESS_CYCLE_MONTHS).toBe(75)
})
