import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { riskReport, type RiskReport } from '../../../pipelines/metrics/risk-report.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { createRandom } from '../../../src/core/random.js'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'

const folder = temporaryFolder()

/** A file of 300 returns, noise around a drift that may change in the middle. */
function fileOf(name: string, early: number, late: number): string {
  const random = createRandom(9, 'file')
  const rows = Array.from({ length: 300 }, (_, i) => {
    const day = formatSession(parseSession('2019-01-01') + i)
    return `${day},${(i < 150 ? early : late) + 0.004 * random.normal()}`
  })
  const path = join(folder, name)
  writeFileSync(path, `date,return\n${rows.join('\n')}\n`)
  return path
}

const bootstrap = { samples: 200, block: 5, level: 0.95, seed: 1 }
const reportOf = (file: string): RiskReport => riskReport({ file, riskFree: 0, bootstrap })

describe('an estimate outside of its own interval', () => {
  it('is named in the notes and in print: a decline over half of the series is rarely met in a resample', () => {
    const path = fileOf('declining.csv', 0.004, -0.004)
    const { metrics, notes } = reportOf(path)
    const { value, interval } = metrics.find(({ metric }) => metric === 'maxDrawdown') ?? {}
    expect(value).toBeLessThan(interval?.low ?? NaN)
    expect(notes).toEqual([
      'Outside of its own interval: Max. drawdown. Resamples break up the path, and a percentile interval of an extreme need not hold the estimate.',
    ])
    expect(sectorcast(['metrics', path, '--samples', '200', '--block', '5']).stdout).toContain(`\n${notes[0]}\n`)
  })

  it('is not looked for where there is none', () => {
    expect(reportOf(fileOf('steady.csv', 0.0005, 0.0005)).notes).toEqual([])
  })
})
