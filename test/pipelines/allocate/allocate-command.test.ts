import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'

const INFEASIBLE = `name: mine
capital: 1000
core: { symbol: VTI }
rows: [{ symbol: AAA, benchmarkWeight: 60%, targetWeight: 90% }, { symbol: BBB, benchmarkWeight: 40%, targetWeight: 10% }]
plans:
  core: { method: core-satellite, coreAmount: 500 }
`
const REASON =
  'core: with $500.00 in VTI BBB is held at 20.00% at least, and its target is 10.00%: infeasible without shorts; the largest feasible core is $250.00\n'

describe('a plan that is infeasible', () => {
  const file = join(temporaryFolder(), 'mine.yaml')

  it.each<[string, string, number]>([
    ['beside one that is not', `${INFEASIBLE}  funds: { method: direct }\n`, 0],
    ['alone', INFEASIBLE, 1],
  ])('%s is told once, on either way out', (_, text, code) => {
    writeFileSync(file, text)
    const { status, stdout, stderr } = sectorcast(['allocate', file])
    expect([status, stderr]).toEqual([code, ''])
    expect(stdout.split('infeasible')).toHaveLength(2)
    const json = sectorcast(['allocate', file, '--json'])
    expect([json.status, json.stderr]).toEqual([code, REASON])
    expect(JSON.parse(json.stdout)).toHaveProperty('plans.0.feasible', false)
  })
})

describe('a document of another kind', () => {
  it.each([
    ['experiments/us-sectors.yaml', 'an experiment', 'run'],
    ['experiments/industry-momentum.yaml', 'a sweep', 'backtest'],
  ])('%s is told the command for it', (file, kind, command) => {
    const { status, stdout, stderr } = sectorcast(['allocate', file])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`: is ${kind} and no allocation: sectorcast ${command} ${file}\n`)
  })
})
