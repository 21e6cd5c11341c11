import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { withOwnFamily } from '../../pipelines/universe-family.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { SMALL_SYMBOLS, smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const root = temporaryFolder()
const data = join(root, 'prices')
writeSmallMarket(data)

const members = Object.entries(SMALL_SYMBOLS).map(([symbol, sector]) => ({
  symbol,
  sector,
  firstSession: '2010-01-04',
}))
const family = { id: 'mine', label: 'Mine', issuer: 'Me', scheme: 'GICS', base: 'small', weighting: 'equal', members }
writeFileSync(join(root, 'mine.yaml'), stringify(family))
writeFileSync(join(root, 'bad.yaml'), stringify(family).replace('utilities', 'utilites'))

const models = 'models: { ridge: {} }'
const inFile = (name: string): string =>
  smallExperiment({ universe: `universe: { family: ${name}, benchmark: MKT }`, models })
const inline = (given: object): string =>
  smallExperiment({ universe: `universe: { benchmark: MKT, ownFamily: ${JSON.stringify(given)} }`, models })

/** An experiment whose family is a registry name in the file's place, given the file's name again. */
async function withFile(name: string): Promise<ReturnType<typeof withOwnFamily>> {
  const { experiment, source } = await parseExperiment(
    inFile('spdr').replace(/AAA|BBB/g, 'XLK'),
    join(root, 'small.yaml'),
  )
  return withOwnFamily({ ...experiment, universe: { family: name, benchmark: 'MKT' } }, source)
}

describe("a family of one's own in an experiment", () => {
  it('is taken from its file beside the experiment and written out', async () => {
    const experiment = await withFile('mine.yaml')
    expect(experiment.universe).toEqual({ benchmark: 'MKT', ownFamily: family })
    const { experiment: again } = await parseExperiment(stringify(experiment), 'elsewhere.yaml')
    expect(again).toEqual(experiment)
  })

  it('leaves a family of the registry as it is', async () => {
    expect((await withFile('spdr')).universe).toEqual({ family: 'spdr', benchmark: 'MKT' })
  })

  it('names file and line of what is wrong in it, or that there is none', async () => {
    await expect(withFile('bad.yaml')).rejects.toThrow(
      /small\.yaml:5: universe\.family: .*bad\.yaml:\d+: members\.1\.sector: sector "utilites"/,
    )
    await expect(withFile('none.yaml')).rejects.toThrow(/small\.yaml:5: universe\.family: .*none\.yaml: no such file/)
    await expect(withFile('none.yaml')).rejects.toMatchObject({ name: 'ConfigError' })
  })

  it('runs, and the run folder can be read without the file', () => {
    const file = join(root, 'small.yaml')
    writeFileSync(file, inline(family))
    const out = join(root, 'run')
    const result = sectorcast(['run', file, '--data', data, '--out', out, '--json'])
    expect(result.stderr).not.toContain('Error')
    expect(result.status).toBe(0)
    expect(readFileSync(join(out, 'experiment.yaml'), 'utf8')).toContain('ownFamily:')
    expect(sectorcast(['backtest', out, '--json']).status).toBe(0)
  })

  it('refuses history before a fund was born', () => {
    const late = {
      ...family,
      members: members.map((member, i) => (i === 1 ? { ...member, firstSession: '2011-01-03' } : member)),
    }
    const file = join(root, 'late.yaml')
    writeFileSync(file, inline(late))
    const { status, stderr } = sectorcast(['run', file, '--data', data, '--out', join(root, 'late')])
    expect(stderr).toContain("BBB.csv:2: Date: 2010-01-04 lies before the fund's first session, 2011-01-03")
    expect(status).toBe(3)
  })

  it.each<[string, object, string]>([
    ['the name of another family', { ...family, id: 'spdr' }, 'mine.yaml:5: universe.ownFamily: '],
    [
      'an unknown key',
      { ...family, isuer: 'x' },
      'mine.yaml:5: universe.ownFamily.isuer: unknown key "isuer", the nearest is "issuer"',
    ],
    [
      'an unknown sector',
      { ...family, members: [{ ...members[0], sector: 'enrgy' }] },
      'sector "enrgy" is unknown, the nearest is "energy"',
    ],
  ])('refuses %s', async (_, given, message) => {
    await expect(parseExperiment(inline(given), 'mine.yaml')).rejects.toThrow(message)
  })
})
