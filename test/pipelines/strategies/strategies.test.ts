import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../../pipelines/experiment.js'
import type { RunReport } from '../../../pipelines/report.js'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'

const TEXT = `name: several
hypothesis: Strategies of different criteria are better together.
data: { source: simulated, sessions: 900, knobs: none }
horizon: 21
features: [momentum_63, momentum_21]
walkForward: { from: 2001-06-01 }
models: { momentum: { feature: momentum_63 } }
decision: { params: { k: 2 } }
report: { bootstrapSamples: 200, level: 0.975 }
strategies:
  winners: { feature: momentum_63, select: { top-k: { k: 2 } } }
  losers: { feature: momentum_21, order: lowest, rule: top-k, params: { k: 2 } }
combine: { weigh: { inverse-volatility: { lookback: 63 } } }
`
const folder = temporaryFolder()

describe('strategies of an experiment', () => {
  it('are backtested alone and together, and held against the simple rotation', () => {
    writeFileSync(join(folder, 'several.yaml'), TEXT)
    const out = join(folder, 'run')
    const { status, stdout, stderr } = sectorcast(['run', join(folder, 'several.yaml'), '--out', out, '--json'])
    expect(stderr).not.toContain('several.yaml:')
    expect(status).toBe(0)
    const { strategies, portfolios } = JSON.parse(stdout) as RunReport
    expect(strategies).toBeDefined()
    if (strategies === undefined) return
    const names = ['strategy winners', 'strategy losers']
    expect(strategies.correlation.names).toEqual(names)
    const [[one, between], [mirrored, other]] = strategies.correlation.matrix
    expect([one, other]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)])
    expect(between).toBe(mirrored)
    // Less equal weight, winners and losers have less in common: the market is gone.
    expect(strategies.correlation.active[0][1]).toBeLessThan(between)
    expect(strategies.comparisons.map(({ than }) => than)).toEqual(['mean', 'equal-weight', ...names])
    for (const { than, difference, low, high, evidence } of strategies.comparisons) {
      const sharpe = (name: string): number => portfolios[name].net.sharpe
      expect(difference).toBeCloseTo(sharpe('strategies combined') - sharpe(than), 10)
      expect(low).toBeLessThan(high)
      expect(evidence).toBe(low > 0)
    }
    expect(strategies.verdict).toMatch(
      /^The Sharpe ratio of the strategies together less that of the model momentum is -?\d\.\d\d, 97\.5% /,
    )
    // The winners are what the model's rotation holds: the same feature, the same rule.
    expect(portfolios['strategy winners']).toEqual(portfolios.momentum)
    expect(readFileSync(join(out, 'portfolios.csv'), 'utf8')).toContain('strategies combined')
  })

  it.each([
    [
      'feature: momentum_63, select',
      'feature: momentum_64, select',
      'strategies.winners.feature: "momentum_64" is none',
    ],
    ['order: lowest', 'order: lowst', 'strategies.losers.order:'],
    ['select: { top-k: { k: 2 } }', 'select: { top-j: { k: 2 } }', 'the nearest is "top-k"'],
    ['params: { k: 2 } }\ncombine', 'params: { k: 0 } }\ncombine', 'strategies.losers.params: top-k: k "0"'],
    ['inverse-volatility: { lookback: 63 }', 'inverse-volatility: { lookback: 0 }', 'combine.weigh.inverse-volatility'],
    ['feature: momentum_63, select', 'select', 'strategies.winners: ranks the sectors by a feature or by phases'],
    [
      'feature: momentum_63, select',
      'phases: { table: stoval, level: [momentum_63], direction: [momentum_21] }, select',
      'strategies.winners.phases.table',
    ],
    [
      'feature: momentum_63, select',
      'phases: { table: stovall, level: [momentum_63], direction: [momentum_21] }, select',
      'strategies.winners.phases.level.0: "momentum_63" has a value per asset',
    ],
    [
      'feature: momentum_63, select',
      'phases: { table: stovall, level: [feed.a, -feed.a], direction: [momentum_21] }, select',
      'strategies.winners.phases.level: "feed.a" stands twice',
    ],
    ['  winners:', '  Winners:', 'expected lower-case letters'],
  ])('refuses %s as %s', async (right, wrong, message) => {
    expect(TEXT).toContain(right)
    await expect(parseExperiment(TEXT.replace(right, wrong), 'several.yaml')).rejects.toThrow(message)
  })
})
