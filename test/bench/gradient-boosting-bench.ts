import { gradientBoosting } from '../../models/gradient-boosting/gradient-boosting.js'
import type { Samples } from '../../src/samples/samples.js'
import { timed, type Benchmark, type Measurement } from './benchmark.js'
import { floats, workload } from './peers.js'

function samplesOf(x: Float64Array, y: Float64Array, nFeatures: number): Samples {
  const nSamples = y.length
  const row = Int32Array.from({ length: nSamples }, (_, i) => i)
  const featureNames = Array.from({ length: nFeatures }, (_, f) => `feature_${f}`)
  return {
    x,
    y,
    dateIndex: row,
    assetIndex: new Int32Array(nSamples),
    labelEnd: row,
    nSamples,
    window: 1,
    featureNames,
  }
}

/** W1 of the peers: boosting on 60,000 rows x 60 features, 500 trees of 31 leaves. */
export const gradientBoostingBench: Benchmark = {
  name: 'gradient-boosting',
  workloads: ['w1'],
  runs: 3,
  peers: [
    {
      work: 'fit w1, one thread',
      name: 'scikit-learn HistGradientBoostingRegressor, one thread',
      script: 'gradient_boosting.py',
      args: ['skl', 'w1', '1'],
      modules: ['sklearn'],
      environment: {},
      seconds: (printed) => Number(printed.fit_s),
    },
  ],
  async measure() {
    const { ntrain, f: nFeatures } = workload('w1')
    const x = Float64Array.from(floats('w1_X').subarray(0, ntrain * nFeatures))
    const y = Float64Array.from(floats('w1_y').subarray(0, ntrain))
    const samples = samplesOf(x, y, nFeatures)
    const params = {
      ...gradientBoosting.defaults,
      trees: 500,
      maxLeaves: 31,
      maxBins: 255,
      minSamplesLeaf: 20,
      validationFraction: 0,
    }
    const measurements: Measurement[] = []
    const state = await timed(measurements, 'fit w1, one thread', () =>
      gradientBoosting.fit(samples, params, { seed: 1 }),
    )
    const predictions = gradientBoosting.predict(state, samples)
    const error = Math.sqrt(predictions.reduce((sum, p, i) => sum + (p - y[i]) ** 2, 0) / y.length)
    // The train error of the peers is 0.8658: a worse learner would be faster for nothing.
    if (!(Math.abs(error - 0.8658) < 0.01)) throw new Error(`train error ${error}, expected 0.8658`)
    return measurements
  },
}
