import { lstm } from '../../models/lstm/lstm.js'
import type { Samples } from '../../src/samples/samples.js'
import { timed, type Benchmark, type Measurement } from './benchmark.js'
import { floats, workload } from './peers.js'

/** The pure TypeScript LSTM is the specification of faster kernels to come: a part of the epoch tells its speed. */
const SHARE = 8

const WORK = 'epoch w2 (from an eighth of it), hidden 32, one thread'

/** W2 of the peers, hidden 32: seconds of one epoch over 20,000 sequences x 60 steps x 32 inputs. */
export const lstmBench: Benchmark = {
  name: 'lstm',
  workloads: ['w2'],
  runs: 3,
  peers: [
    {
      work: WORK,
      name: 'PyTorch, one thread',
      script: 'lstm.py',
      args: ['32', '1', '1'],
      modules: ['torch'],
      environment: { OMP_WAIT_POLICY: 'passive' },
      seconds: (printed) => Number(printed.epoch_s),
    },
  ],
  async measure() {
    const { n, T: window, F: nFeatures } = workload('w2')
    const nSamples = Math.floor(n / SHARE)
    const row = Int32Array.from({ length: nSamples }, (_, i) => i)
    const samples: Samples = {
      x: Float64Array.from(floats('w2_X').subarray(0, nSamples * window * nFeatures)),
      y: Float64Array.from(floats('w2_y').subarray(0, nSamples)),
      dateIndex: row,
      assetIndex: new Int32Array(nSamples),
      labelEnd: row,
      nSamples,
      window,
      featureNames: Array.from({ length: nFeatures }, (_, f) => `input_${f}`),
    }
    const params = { ...lstm.defaults, window, hidden: 32, epochs: 1, learningRate: 0.001, validationFraction: 0 }
    const measurements: Measurement[] = []
    await timed(measurements, WORK, () => lstm.fit(samples, params, { seed: 1 }))
    return measurements.map((measurement) => ({ ...measurement, seconds: measurement.seconds * SHARE }))
  },
}
