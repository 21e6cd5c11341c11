import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

interface Factor {
  readonly name: string
  readonly kind: string
  readonly target: string
  readonly lag: number
  readonly horizon: number
  readonly statistic: number
  readonly q: number
  readonly isDiscovery: boolean
  readonly periods: readonly { readonly from: string; readonly to: string; readonly statistic: number | null }[]
  readonly n: number
}
interface Document {
  readonly tests: number
  readonly fdr: number
  readonly discoveries: number
  readonly duplicates: readonly { readonly name: string; readonly of: string }[]
  readonly simulated: boolean
  readonly sentence: string
  readonly factors: readonly Factor[]
}

const folder = temporaryFolder()
const data = join(folder, 'prices')
const small = join(folder, 'small.yaml')
const SIMULATED = readFileSync('experiments/simulated-market.yaml', 'utf8')

function scan(...args: string[]): Document {
  const { status, stdout, stderr } = sectorcast(['factors', ...args, '--json'])
  expect(stderr).not.toContain('Error')
  expect(status).toBe(0)
  return JSON.parse(stdout) as Document
}

function experimentWith(name: string, knobs: string): string {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(
    file,
    SIMULATED.replace(/knobs: planted.*/, `knobs: ${knobs}`).replace('sessions: 6300', 'sessions: 3000'),
  )
  return file
}

beforeAll(() => {
  writeSmallMarket(data)
  writeFileSync(small, smallExperiment())
})

describe('sectorcast factors', () => {
  it('finds the planted late reaction of five sessions: the benchmark leads the slow sectors, and beyond it nothing', () => {
    const file = experimentWith('lead', '{ leadLag: { strength: 0.4, lag: 5 } }')
    const document = scan(file, '--horizon', '5', '--lags', '0,10')
    expect(document.simulated).toBe(true)
    const leads = document.factors.filter(({ name, lag }) => name === 'benchmark.return' && lag === 0)
    const found = leads.filter(({ isDiscovery, statistic }) => isDiscovery && statistic > 0)
    expect(found.length).toBeGreaterThanOrEqual(2)
    expect(document.factors[0].lag).toBe(0)
    expect(document.factors.filter(({ isDiscovery, lag }) => isDiscovery && lag === 10)).toEqual([])
  })

  it('finds nothing where nothing is planted, and says so', () => {
    const file = experimentWith('nothing', 'none')
    const document = scan(file, '--leaders', 'all')
    expect(document.discoveries).toBe(0)
    expect(document.sentence).toMatch(/^Nothing found: none of 852 tests/)
    expect(document.tests).toBe(document.factors.length)
    const text = sectorcast(['factors', file])
    expect(text.stdout).toContain('Nothing found')
    expect(text.stdout).toContain('(simulated)')
  })

  it('lists every test by q-value with its sub-periods', () => {
    const document = scan(small, '--data', data, '--lags', '0,3', '--periods', '2', '--leaders', 'energy,BBB')
    const everyLeader = scan(small, '--data', data, '--lags', '0', '--leaders', 'all,BBB')
    // Two series of the benchmark on four sectors, two leaders on three each, four features across the sectors.
    expect(document.tests).toBe(2 * (2 * 4 + 2 * 3 + 4))
    expect(everyLeader.tests).toBe(2 * 4 + 4 * 3 + 4)
    const q = document.factors.map((factor) => factor.q)
    expect(q).toEqual([...q].sort((a, b) => a - b))
    for (const { periods, horizon, kind, target } of document.factors) {
      expect(periods).toHaveLength(2)
      expect(periods[0].to < periods[1].from).toBe(true)
      expect(horizon).toBe(5)
      expect(target === 'all').toBe(kind === 'cross-section')
    }
    expect(document.factors.filter(({ isDiscovery }) => isDiscovery)).toHaveLength(document.discoveries)
  })

  it('takes features with operands and features of the session', () => {
    const names = 'rank(momentum_21),rolling_mean_5(benchmark_return)'
    const { factors } = scan(small, '--data', data, '--lags', '0', '--features', names)
    const kinds = new Map(factors.map(({ name, kind }) => [name, kind]))
    expect(kinds.get('rank(momentum_21)')).toBe('cross-section')
    expect(kinds.get('rolling_mean_5(benchmark_return)')).toBe('series')
  })

  it('tests the return of the benchmark once, and a feature under two names once', () => {
    const names = 'benchmark_return,momentum_21,rank(momentum_21),rolling_sum_1(momentum_21)'
    const document = scan(small, '--data', data, '--lags', '0', '--features', names)
    expect(document.duplicates).toEqual([
      { name: 'rolling_sum_1(momentum_21)', of: 'momentum_21' },
      { name: 'benchmark_return', of: 'benchmark.return' },
    ])
    // Two series of the benchmark on four sectors, two features across the sectors.
    expect(document.tests).toBe(2 * 4 + 2)
    const { stdout } = sectorcast(['factors', small, '--data', data, '--lags', '0', '--features', names])
    expect(stdout).toContain('benchmark_return is benchmark.return, and not tested again\n')
  })

  it.each([
    [['--features', 'momentum_21,,volatility_21'], '--features "momentum_21,,volatility_21": holds an empty name'],
    [['--features', 'momentun_21'], '--features: feature "momentun_21" is unknown, the nearest is'],
    [['--features', 'momentum_21,momentum_21'], 'feature "momentum_21" is listed twice'],
    [['--lags', '0,900'], '--lags: "900" with a horizon of 5 lies beyond the data'],
    [['--lags', '1,-2'], '--lags: "-2" is no lag'],
    [['--lags', '100000'], '--lags: "100000" is no lag, expected whole numbers of sessions from 0 to 99999'],
    [['--fdr', '1.5'], '--fdr: "1.5" is no rate'],
    [['--fdr', 'half'], '--fdr: "half" is no rate'],
    [['--horizon', 'long'], '--horizon "long", expected a whole number from 1 to 1000'],
    [['--leaders', 'energie'], '--leaders: sector "energie" is unknown here, the nearest is "energy"'],
    [['--horizon', '200'], 'factors: nothing can be tested on "900" sessions'],
  ])('%j ends with exit code 2 and one line', (args, message) => {
    const { status, stderr } = sectorcast(['factors', small, '--data', data, ...args])
    expect(stderr.trimEnd().split('\n').at(-1)).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(status).toBe(2)
  })
})

describe('transforms of an experiment', () => {
  const models =
    'models: { ridge: {}, gradient-boosting: { trees: 5, minSamplesLeaf: 20 }, lstm: { window: 3, hidden: 2, epochs: 1 } }'

  function trained(name: string, transforms: string): string {
    const file = join(folder, `${name}.yaml`)
    writeFileSync(file, smallExperiment({ models, transforms: `transforms: ${transforms}` }))
    const out = join(folder, name)
    const { status, stderr } = sectorcast(['train', file, '--data', data, '--out', out])
    expect(stderr).not.toContain('Error')
    expect(status).toBe(0)
    return out
  }
  const scoresOf = (run: string): unknown =>
    (JSON.parse(sectorcast(['score', run, '--json']).stdout) as { scores: unknown }).scores

  it('are saved with the models: score uses what training fitted, also on fresh files', () => {
    const plain = trained('plain', '[]')
    const changed = trained('changed', '[outlier-index, { pca: 3 }]')
    expect(scoresOf(changed)).not.toEqual(scoresOf(plain))
    // Files that have gone on: a transform fitted anew would see other rows.
    const fresh = join(folder, 'fresh')
    cpSync(data, fresh, { recursive: true })
    writeSmallMarket(fresh, (rows) => rows.slice(0, 860))
    const { status, stdout } = sectorcast(['score', changed, '--data', fresh, '--json'])
    expect(status).toBe(0)
    const walked = JSON.parse(stdout) as { scores: { score: number }[] }
    expect(walked.scores.every(({ score }) => Number.isFinite(score))).toBe(true)
  })

  it('run in every fold, whatever the number of threads', () => {
    const file = join(folder, 'threads.yaml')
    writeFileSync(file, smallExperiment({ models, transforms: 'transforms: [{ pca: 2 }, outlier-index]' }))
    const walk = (threads: string): Buffer => {
      const out = join(folder, `threads-${threads}`)
      expect(sectorcast(['walk-forward', file, '--data', data, '--out', out, '--threads', threads]).status).toBe(0)
      return readFileSync(join(out, 'forecasts.bin'))
    }
    expect(walk('2').equals(walk('1'))).toBe(true)
  })

  it.each([
    ['[whiten]', 'transforms'],
    ['[{ pca: 0 }]', 'transforms'],
    ['[{ pcas: 3 }]', 'transforms'],
    ['[{ pca: 5 }]', 'transforms: pca: "5" components, expected at most 4'],
    ['[outlier-index, outlier-index]', 'outlier_index: is there already'],
  ])('%s ends with exit code 2 and the line', (transforms, message) => {
    const file = join(folder, 'wrong.yaml')
    writeFileSync(file, smallExperiment({ models, transforms: `transforms: ${transforms}` }))
    const { status, stderr } = sectorcast(['train', file, '--data', data, '--out', join(folder, 'wrong')])
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/wrong\.yaml:\d+: /)
    expect(status).toBe(2)
  })

  it('a model that names a feature which components replaced is told', () => {
    const file = join(folder, 'named.yaml')
    writeFileSync(
      file,
      smallExperiment({
        models: 'models: { momentum: { feature: relative_strength_21 } }',
        transforms: 'transforms: [{ pca: 2 }]',
      }),
    )
    const { status, stderr } = sectorcast(['train', file, '--data', data, '--out', join(folder, 'named')])
    expect(stderr).toContain('momentum: feature "relative_strength_21" is not computed')
    expect(status).toBe(2)
  })
})

describe('a first fold of less than a business cycle', () => {
  function run(
    name: string,
    sessions: number,
    from: string,
  ): { readonly warnings: string[]; readonly stderr: string; readonly page: string } {
    const file = join(folder, `${name}.yaml`)
    const text = SIMULATED.replace('sessions: 6300', `sessions: ${sessions}`)
      .replace('from: 2008-01-02', `from: ${from}`)
      .replace(/ {2}(lstm|gradient-boosting): .*\n/g, '')
    writeFileSync(file, text)
    const out = join(folder, name)
    const { status, stderr } = sectorcast(['run', file, '--out', out, '--json'])
    expect(status).toBe(0)
    const { warnings } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as { warnings: string[] }
    return { warnings, stderr, page: readFileSync(join(out, 'report.html'), 'utf8') }
  }

  it('is warned of in the report, on its page and on standard error, on a simulated market too', () => {
    const { warnings, stderr, page } = run('short', 1500, '2004-01-02')
    expect(warnings).toHaveLength(1)
    // Labels begin when 126 sessions have gone by, and end 21 sessions before the last one that is followed by the test.
    expect(warnings[0]).toContain(
      'the first fold trains on 41 months (2000-06-27 to 2003-12-01), less than one full business cycle',
    )
    expect(warnings[0]).toContain('(75 months from peak to peak')
    expect(stderr.split('\n').filter((line) => line === `warning: ${warnings[0]}`)).toHaveLength(1)
    expect(page).toContain('Warning: the first fold trains on')
  })

  it('is not warned of when the cycle is whole', () => {
    const { warnings, stderr, page } = run('long', 2100, '2007-06-01')
    expect(warnings).toEqual([])
    expect(stderr).not.toContain('warning:')
    expect(page).not.toContain('Warning:')
  })
})
