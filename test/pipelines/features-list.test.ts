import { describe, expect, it } from 'vitest'
import { listFeatures, type FeatureList } from '../../pipelines/feature-list.js'
import { splitFeatureNames } from '../../pipelines/feature-names.js'
import { stageFamilies } from '../../src/features/stage-families.js'
import { sectorcast } from '../fixtures/command-line.js'

const named = (list: FeatureList, name: string): FeatureList['features'][number] | undefined =>
  list.features.find((feature) => feature.name === name)

describe('sectorcast features --list', () => {
  it('has one entry per registered stage, with inputs, summed lookback, formula and source', () => {
    const { status, stdout, stderr } = sectorcast(['features', '--list', '--json'])
    expect([status, stderr]).toEqual([0, ''])
    const list = JSON.parse(stdout) as FeatureList
    expect(list.features.map(({ family }) => family)).toEqual(stageFamilies.map(({ family }) => family))
    expect(list.features.length).toBeGreaterThanOrEqual(45)
    for (const { name, inputs, lookback, formula, source } of list.features) {
      expect(new Set(inputs).size, name).toBe(inputs.length)
      expect(Number.isSafeInteger(lookback) && lookback > 0, name).toBe(true)
      expect([formula.length > 3, source.length > 3], name).toEqual([true, true])
    }
  })

  it('sums lookbacks, and tells width, level, parameters and operands', () => {
    const list = listFeatures()
    expect(named(list, 'lag_5(momentum_21)')).toMatchObject({
      inputs: ['momentum_21'],
      lookback: 27,
      family: 'lag',
      usage: 'lag_<rows>(<x>)',
      parameters: ['rows'],
      operands: ['x'],
      width: 'asset',
      isLevel: false,
    })
    expect(named(list, 'momentum_differential_63')).toMatchObject({ width: 'pair', isLevel: false })
    expect(named(list, 'log_volume')).toMatchObject({ isLevel: true, lookback: 1 })
    expect(named(list, 'benchmark_return')?.width).toBe('session')
  })

  it('filters by family or a part of a name, and names the nearest otherwise', () => {
    const momentum = listFeatures('momentum').features.map(({ name }) => name)
    expect(momentum).toContain('momentum_126')
    expect(momentum).toContain('momentum_differential_63')
    expect(momentum).not.toContain('volatility_21')
    expect(listFeatures('MOMentum').features.map(({ name }) => name)).toEqual(momentum)
    const { status, stderr } = sectorcast(['features', '--list', 'volatilty', '--json'])
    expect([status, stderr]).toEqual([2, '--list "volatilty": no feature has that name, the nearest is "volatility"\n'])
  })

  it('is a table for people', () => {
    const { stdout } = sectorcast(['features', '--list', 'rolling_be'])
    expect(stdout.split('\n')[0]).toMatch(/^feature +sessions +per +formula$/)
    expect(stdout).toContain('rolling_beta_<window>(<x>,<y>)')
    expect(stdout).toContain('covariance of x and y / variance of y')
  })
})

describe('splitFeatureNames', () => {
  it('splits at commas outside of brackets', () => {
    expect(splitFeatureNames('a_1, rolling_beta_63(x,y) ,rank(neutralise(a,b)),c', 'features')).toEqual([
      'a_1',
      'rolling_beta_63(x,y)',
      'rank(neutralise(a,b))',
      'c',
    ])
  })

  it.each(['', 'a,', ',a', 'a,,b'])('refuses the empty name in "%s"', (text) => {
    expect(() => splitFeatureNames(text, 'features')).toThrow(/holds an empty name/)
  })
})
