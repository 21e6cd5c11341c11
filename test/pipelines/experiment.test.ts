import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { openRotationSweep } from '../../pipelines/sweep/schema.js'

const MINIMAL = `name: mine
hypothesis: it works
data: { source: csv }
universe:
  benchmark: SPY
  sectors: { XLK: technology, XLE: Energy }
horizon: 5
features: [relative_strength_21]
walkForward:
  from: 2010-01-04
models:
  ridge: {}
`

const parse = (text: string): ReturnType<typeof parseExperiment> => parseExperiment(text, 'mine.yaml')
const changed = (from: string, to: string): string => {
  expect(MINIMAL).toContain(from)
  return MINIMAL.replace(from, to)
}

describe('parseExperiment', () => {
  it('fills in every default', async () => {
    const { experiment } = await parse(MINIMAL)
    expect(experiment).toMatchObject({
      seed: 1,
      target: 'z',
      data: { adjusted: true, drop: [] },
      walkForward: { refit: 'yearly', scheme: 'expanding', embargo: 0, trainStride: 1 },
      models: { ridge: { lambda: 0.1 } },
      decision: { select: { 'top-k': { k: 3 } }, weigh: { equal: {} }, constrain: [], every: 'monthly' },
      backtest: { fill: 'open', costBps: 5, capital: 100_000 },
      report: { riskFree: 0, sessionsPerYear: 252, level: 0.95 },
    })
  })

  it('reads back what it resolved', async () => {
    const { stringify } = await import('yaml')
    const { experiment } = await parse(MINIMAL)
    expect((await parse(stringify(experiment))).experiment).toEqual(experiment)
  })

  it('takes features made of feeds and of the benchmark', async () => {
    const names = [
      'rolling_z_63(feed.oil)',
      'sensitivity_21(feed.oil)',
      'rolling_correlation_63(close,benchmark.close)',
    ]
    const feeds = 'feeds: { oil: { source: fred, folder: macro, series: DCOILWTICO, maxAge: 14 } }'
    const features = `features: [${names.map((name) => `'${name}'`).join(', ')}]`
    const text = changed('features: [relative_strength_21]', `${feeds}\n${features}`)
    expect((await parse(text)).experiment.features).toEqual(names)
    await expect(parse(text.replace('z_63(feed.oil)', 'z_63(feed.oli)'))).rejects.toThrow(
      'mine.yaml:9: features.0: feature "rolling_z_63(feed.oli)" needs "feed.oli", which is neither a panel field nor a feature (nearest field: feed.oil)',
    )
  })

  it.each([
    [
      'a typing error within a feature',
      'features: [relative_strength_21]',
      'features: [rank(momentm_126)]',
      'mine.yaml:8: features.0: feature "rank(momentm_126)" needs "momentm_126", which is neither a panel field nor a feature (nearest feature: momentum_<lookback>_<skip>)',
    ],
    [
      'a name with a comma that is not quoted',
      'features: [relative_strength_21]',
      'features: [neutralise(momentum_126,beta_252)]',
      'mine.yaml:8: features.0: feature "neutralise(momentum_126": a bracket is not closed (a name with a comma is quoted in a list)',
    ],
    [
      'a session-wide feature where one per asset is needed',
      'features: [relative_strength_21]',
      "features: ['sector_demean(breadth_20)']",
      'mine.yaml:8: features.0: feature "sector_demean(breadth_20)": "breadth_20" has one value per session, expected one per asset',
    ],
    [
      'a field of raw prices',
      'data: { source: csv }\nuniverse:\n  benchmark: SPY\n  sectors: { XLK: technology, XLE: Energy }\nhorizon: 5\nfeatures: [relative_strength_21]',
      'data: { source: csv, adjusted: false }\nuniverse:\n  benchmark: SPY\n  sectors: { XLK: technology, XLE: Energy }\nhorizon: 5\nfeatures: [close]',
      'mine.yaml:8: features.0: feature "close" is in units of price or shares',
    ],
    [
      'an unknown transform',
      'horizon: 5',
      'horizon: 5\ntransforms: [outliers]',
      'mine.yaml:8: transforms.0: expected "outlier-index" or { pca: COMPONENTS }',
    ],
    [
      'an unknown key',
      'horizon: 5',
      'horizon: 5\nhorizont: 6',
      'mine.yaml:8: horizont: unknown key "horizont", the nearest is "horizon"',
    ],
    [
      'an unknown nested key',
      '  from: 2010-01-04',
      '  from: 2010-01-04\n  refits: 3',
      'mine.yaml:11: walkForward.refits: unknown key "refits", the nearest is "refit"',
    ],
    [
      'an unknown sector',
      'XLE: Energy',
      'XLE: Enrgy',
      'mine.yaml:6: universe.sectors.XLE: sector "Enrgy" is unknown, the nearest is "energy"',
    ],
    [
      'an unknown feature',
      'relative_strength_21',
      'relative_strenth_21',
      'mine.yaml:8: features.0: feature "relative_strenth_21" is unknown, the nearest is relative_strength_<lookback>',
    ],
    [
      'a pair feature',
      'relative_strength_21',
      'momentum_differential_21',
      'mine.yaml:8: features.0: feature "momentum_differential_21" has a value per pair, expected one per asset or session',
    ],
    [
      'a level feature on raw data',
      'data: { source: csv }',
      'data: { source: csv, adjusted: false }\nseed: 2',
      'mine.yaml:9: features.0: feature "gma_20_1" is in units of price or shares',
    ],
    [
      'a dropped row of no symbol of the universe',
      'data: { source: csv }',
      'data: { source: csv, drop: [{ symbol: XLZ, date: 2010-01-04 }] }',
      'mine.yaml:3: data.drop.0.symbol: "XLZ" is not in the universe',
    ],
    [
      'train sessions without effect',
      '  from: 2010-01-04',
      '  from: 2010-01-04\n  trainSessions: 500',
      'mine.yaml:11: walkForward.trainSessions: has no effect on an expanding scheme',
    ],
    [
      'a feature twice',
      '[relative_strength_21]',
      '[momentum_5, momentum_5]',
      'mine.yaml:8: features: feature "momentum_5" is listed twice',
    ],
    [
      'an unknown model',
      'ridge: {}',
      'rigde: {}',
      'mine.yaml:12: models.rigde: model "rigde" is unknown, the nearest is "ridge"',
    ],
    [
      'an unknown model parameter',
      'ridge: {}',
      'ridge: { lamda: 2 }',
      'mine.yaml:12: models.ridge.lamda: unknown parameter "lamda", the nearest is "lambda"',
    ],
    [
      'a parameter of another kind',
      'ridge: {}',
      'ridge: { lambda: much }',
      'mine.yaml:12: models.ridge.lambda: "much" is a string, expected a number',
    ],
    [
      'a parameter out of range',
      'ridge: {}',
      'ridge: { lambda: -1 }',
      'mine.yaml:12: models.ridge: lambda "-1", expected a finite number above 0',
    ],
    [
      'the ensemble as a model',
      'ridge: {}',
      'mean: {}',
      'mine.yaml:12: models.mean: "mean" is the ensemble and always there',
    ],
    [
      'a feature of momentum that is not computed',
      'ridge: {}',
      'momentum: {}',
      'mine.yaml:12: models.momentum: feature "relative_strength_126" is not computed, expected one such as "relative_strength_21"',
    ],
    [
      'a date that does not exist',
      '2010-01-04',
      '2010-02-30',
      'mine.yaml:10: walkForward.from: expected a date that exists, YYYY-MM-DD',
    ],
    ['a horizon of zero', 'horizon: 5', 'horizon: 0', 'mine.yaml:7: horizon: "0", expected 1 or more'],
    [
      'a benchmark among the sectors',
      'benchmark: SPY',
      'benchmark: XLK',
      'mine.yaml:6: universe.sectors.XLK: the benchmark can not be one of the sectors',
    ],
    [
      'an unknown rule',
      'models:',
      'decision: { rule: top-j }\nmodels:',
      'mine.yaml:11: decision.rule: decision rule "top-j" is unknown, the nearest is "top-k"',
    ],
    [
      'a rule parameter out of range',
      'models:',
      'decision: { params: { k: 0 } }\nmodels:',
      'mine.yaml:11: decision.params: top-k: k "0", expected a whole number, 1 or more',
    ],
    [
      'a missing universe',
      /universe:\n.*\n.*\n/.exec(MINIMAL)?.[0] ?? '',
      '',
      'mine.yaml:1: universe: is missing: give family or ownFamily or sectors',
    ],
    ['a key twice', 'horizon: 5', 'horizon: 5\nhorizon: 6', 'mine.yaml:8: key "horizon" stands twice in the same map'],
    [
      'a symbol that leads out of the folder',
      'XLE: Energy',
      '"../XLE": Energy',
      'mine.yaml:6: universe.sectors.../XLE: expected a ticker symbol',
    ],
  ])('refuses %s', async (_, from, to, message) => {
    const text = changed(from, to)
    const level = message.includes('gma_20_1') ? text.replace('relative_strength_21', 'gma_20_1') : text
    await expect(parse(level)).rejects.toThrow(message)
  })

  it.each([
    ['no YAML', 'a: [1, 2'],
    ['an empty file', ''],
    ['a list', '- 1\n- 2'],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]`,
    ],
    ['a prototype key', `${MINIMAL}__proto__: { polluted: true }\n`],
  ])('refuses %s as a ConfigError', async (_, text) => {
    await expect(parse(text)).rejects.toMatchObject({ name: 'ConfigError' })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it.each([
    ['a model', 'ridge: {}', 'ridge: {}\n  __proto__: {}', 13],
    ['a symbol', 'XLE: Energy', '__proto__: Energy', 6],
    ['a parameter', 'ridge: {}', 'ridge: { __proto__: 1 }', 12],
  ])('a name of JavaScript is no name of %s', async (_, from, to, line) => {
    await expect(parse(changed(from, to))).rejects.toThrow(`mine.yaml:${line}: __proto__: unknown key "__proto__"`)
  })

  it.each([
    ['industry-momentum', 'is a sweep and no experiment: sectorcast backtest'],
    ['allocate-2008-sectors', 'is an allocation and no experiment: sectorcast allocate'],
  ])('names the command for %s', async (name, message) => {
    const file = `experiments/${name}.yaml`
    await expect(parseExperiment(readFileSync(file, 'utf8'), file)).rejects.toThrow(`${message} ${file}`)
  })

  it('the experiment that the README shows is one', async () => {
    const block = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))
    const { experiment } = await parseExperiment(block?.[1] ?? '', 'README.md')
    expect(experiment).toMatchObject({
      name: 'my-rotation',
      universe: { benchmark: 'EXSA' },
      decision: { select: { 'top-k': { k: 1 } } },
    })
  })

  it('every committed experiment parses and has a hypothesis', async () => {
    const files = readdirSync('experiments').filter((name) => /^(?!allocate-).*\.yaml$/.test(name))
    expect(files).toContain('us-sectors.yaml')
    for (const file of files) {
      const sweep = openRotationSweep(`experiments/${file}`)
      const { name, hypothesis } =
        sweep?.document ?? (await parseExperiment(readFileSync(`experiments/${file}`, 'utf8'), file)).experiment
      expect(`${name}.yaml`).toBe(file)
      expect(hypothesis.length).toBeGreaterThan(20)
    }
  })
})
