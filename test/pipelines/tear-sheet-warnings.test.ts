import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportTearSheet } from '../../pipelines/export-run.js'
import { runExperiment } from '../../pipelines/run.js'
import { parseXml, textOf } from '../export/parse-xml.js'
import { temporaryFolder } from '../fixtures/command-line.js'

const folder = temporaryFolder()

describe('the tear sheet of another portfolio', () => {
  it('tells of blocked decisions whose they were', async () => {
    const checked = join(folder, 'checked')
    const text = readFileSync('experiments/simulated-market.yaml', 'utf8')
      .replace('sessions: 6300', 'sessions: 1500')
      .replace('from: 2008-01-02', 'from: 2003-01-02')
      .replace(/ {2}(lstm|gradient-boosting): .*\n/g, '')
    const further =
      'checks: [{ max-weight: { most: 0.2 } }]\nstrategies: { fast: { feature: relative_strength_21 }, slow: { feature: relative_strength_63 } }'
    writeFileSync(join(folder, 'checked.yaml'), `${text}\n${further}\n`)
    const { warnings } = await runExperiment(join(folder, 'checked.yaml'), { out: checked, threads: 1 })
    const blocked = warnings.find((warning) => warning.includes('were blocked by max-weight')) ?? ''
    expect(blocked).toMatch(/^\d+ of \d+ decisions /)
    const sheetOf = async (portfolio: string): Promise<string> => {
      const [path] = Object.values(await exportTearSheet(checked, portfolio))
      return textOf(parseXml(readFileSync(path, 'utf8').replace('<!doctype html>', '')))
    }
    const ofMain = `of the run or of its main portfolio (Mean of the models): ${blocked.slice(0, 40)}`
    const combined = await sheetOf('strategies combined')
    expect(combined).toContain(ofMain)
    expect(combined).not.toContain('blocked before the trade')
    const model = await sheetOf('momentum')
    expect(model).toContain(ofMain)
    expect(model).toMatch(/\d+ of \d+ decisions were blocked before the trade: no decision was traded/)
    expect(readFileSync(join(checked, 'tear-sheet.html'), 'utf8')).not.toContain('main portfolio')
  })

  it('has a file of its own: no strategy has the name of another but for a space', async () => {
    const text = readFileSync('experiments/simulated-market.yaml', 'utf8')
    const file = join(folder, 'spaced.yaml')
    writeFileSync(file, `${text}\nstrategies: { "f ast": { feature: relative_strength_21 } }\n`)
    await expect(runExperiment(file, { out: join(folder, 'spaced') })).rejects.toThrow(
      /strategies.*expected lower-case letters, digits and hyphens/,
    )
  })
})
