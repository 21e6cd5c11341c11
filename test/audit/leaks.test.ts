import { describe, expect, it } from 'vitest'
import { ridge } from '../../models/ridge.js'
import { auditMarket } from '../../pipelines/audit-market.js'
import { rotationOf, walkForwardForecaster } from '../../pipelines/audit-models.js'
import { auditForecaster, auditRotation, auditRows, type Rotation } from '../../src/audit/audit.js'
import { forecastFold } from '../../src/forecast/forecast-fold.js'
import { EQUAL_WEIGHT_POLICY, policyOf } from '../../src/decide/policy.js'
import {
  missingPurge,
  stoppedOnTestFold,
  targetAmongFeatures,
  tradedAtDecidingClose,
  wholeSampleScaler,
} from '../fixtures/leaks.js'

const panel = auditMarket()
const nRows = panel.dates.length
const testRows = auditRows(480, nRows - 1, 24)

describe('the audit catches planted leaks', () => {
  it.each([
    ['a scaler fitted on the whole sample', wholeSampleScaler],
    ['the target among the features', targetAmongFeatures],
    ['a missing purge', missingPurge],
    ['early stopping on the test fold', stoppedOnTestFold],
  ])('%s', (_, fold) => {
    const forecaster = walkForwardForecaster(ridge, ridge.defaults, fold)
    expect(auditForecaster(forecaster, panel, testRows)).toBeGreaterThan(0)
  })

  it('a fill at the deciding close', () => {
    const scores = walkForwardForecaster(ridge, ridge.defaults)(panel, nRows - 1)
    const honest = rotationOf(policyOf(['top-k']))
    expect(auditRotation(honest, panel, scores, testRows)).toBe(0)
    const leaking: Rotation = (market, forecasts, lastRow) => tradedAtDecidingClose(honest, market, forecasts, lastRow)
    expect(auditRotation(leaking, panel, scores, testRows)).toBeGreaterThan(0)
  })
})

describe('the audit finds nothing where there is nothing', () => {
  it('an honest forecaster and rule', () => {
    const scores = walkForwardForecaster(ridge, ridge.defaults)(panel, nRows - 1)
    expect(auditForecaster(walkForwardForecaster(ridge, ridge.defaults, forecastFold), panel, testRows)).toBe(0)
    expect(auditRotation(rotationOf(EQUAL_WEIGHT_POLICY), panel, scores, testRows)).toBe(0)
  })

  it('rows are spread over the range and distinct', () => {
    expect(auditRows(10, 20, 5)).toEqual([11, 13, 15, 17, 19])
    expect(auditRows(0, 2, 5)).toEqual([0, 1])
  })
})
