import { describe, expect, it } from 'vitest'
import { ridge } from '../../models/ridge.js'
import { auditMarket, ofSectors } from '../../pipelines/audit-market.js'
import { testRows, walkForwardForecaster } from '../../pipelines/audit-models.js'
import { auditForecaster } from '../../src/audit/audit.js'
import { forecastFold, fitModel, predictRows } from '../../src/forecast/forecast-fold.js'
import { buildSamples } from '../../src/samples/build-samples.js'
import type { FoldTransform } from '../../src/samples/fold-transform.js'
import { outlierIndex } from '../../src/samples/outlier-index.js'
import { pca } from '../../src/samples/pca.js'

const panel = ofSectors(auditMarket(), ['energy', 'financials', 'health-care', 'real-estate', 'utilities'])
const rows = testRows.filter((_, i) => i % 10 === 0)
const transforms = [outlierIndex, pca(3)]

describe('the audit of a walk with transforms', () => {
  it('finds nothing', () => {
    const forecaster = walkForwardForecaster(ridge, ridge.defaults, (model, features, target, fold, options) =>
      forecastFold(model, features, target, fold, { ...options, transforms }),
    )
    expect(auditForecaster(forecaster, panel, rows)).toBe(0)
  })

  it('catches a transform that is fitted on the whole sample', () => {
    const forecaster = walkForwardForecaster(ridge, ridge.defaults, (model, features, target, fold, options) => {
      const everything = buildSamples(features, target, 1, { start: 0, end: features.dates.length })
      const leaking = pca(2)
      const state = leaking.fit(everything)
      const transform: FoldTransform = { ...leaking, fit: () => state }
      const fitted = fitModel(model, features, target, fold, { ...options, transforms: [transform] })
      const range = { start: fold.testStart, end: fold.testEnd }
      return predictRows(model, fitted, options.params, features, target, range)
    })
    expect(auditForecaster(forecaster, panel, rows)).toBeGreaterThan(0)
  })
})
