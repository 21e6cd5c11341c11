import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const folder = temporaryFolder()
const data = join(folder, 'prices')
const experiment = join(folder, 'small.yaml')
const whole = join(folder, 'whole')
const stepped = join(folder, 'stepped')

function ok(...args: string[]): string {
  const { status, stdout, stderr } = sectorcast(args)
  expect(stderr).not.toContain('Error')
  expect(status).toBe(0)
  return stdout
}

beforeAll(() => {
  writeSmallMarket(data)
  writeFileSync(experiment, smallExperiment())
  ok('run', experiment, '--data', data, '--out', whole, '--json')
})

describe('the steps of a run, each on the folder that the one before left', () => {
  it('give what the whole run gives', () => {
    const walk = JSON.parse(ok('walk-forward', experiment, '--data', data, '--out', stepped, '--json')) as object
    expect(walk).toMatchObject({ experiment: 'small', folds: 9, models: { ridge: {}, mean: {} } })
    const early = sectorcast(['export', stepped])
    expect(early.stderr).toContain(`"${stepped}" has no report.json: run the step that writes it first`)
    expect(early.status).toBe(2)
    ok('backtest', stepped, '--json')
    ok('export', stepped, '--json')
    for (const file of [
      'forecasts.bin',
      'weights.csv',
      'trades.csv',
      'equity.csv',
      'report.json',
      'scores.json',
      'scores.csv',
      'heatmap.svg',
      'heatmap.html',
      'report.html',
      'experiment.yaml',
      'run.json',
    ])
      expect(readFileSync(join(stepped, file)).equals(readFileSync(join(whole, file))), file).toBe(true)
  })

  it('backtest takes an experiment too', () => {
    const out = join(folder, 'from-experiment')
    ok('backtest', experiment, '--data', data, '--out', out, '--json')
    expect(readFileSync(join(out, 'report.json'))).toEqual(readFileSync(join(whole, 'report.json')))
  })

  it('backtest refuses data that are not those of the forecasts', () => {
    const other = join(folder, 'other-prices')
    writeSmallMarket(other, (rows, symbol) => (symbol === 'AAA' ? rows.slice(0, -1) : rows))
    const result = sectorcast(['backtest', stepped, '--data', other])
    expect(result.stderr).toContain('the data differ from those of the run')
    expect(result.status).toBe(3)
  })
})

describe('train and score', () => {
  const trained = join(folder, 'trained')

  it('save the models and score the latest session with them', () => {
    const document = JSON.parse(ok('train', experiment, '--data', data, '--out', trained, '--json')) as {
      artifacts: Record<string, string>
    }
    expect(Object.values(document.artifacts).every((path) => existsSync(path))).toBe(true)
    const scores = JSON.parse(ok('score', trained, '--json')) as {
      schema: string
      asOf: string
      scores: { model: string; date: string; rank: number }[]
      now: { asOf: string }
    }
    expect(scores.schema).toBe('sectorcast.scores/1')
    expect(scores.scores).toHaveLength(5 * 4)
    expect(new Set(scores.scores.map(({ date }) => date))).toEqual(new Set([scores.asOf]))
    expect(scores.now.asOf).toBe(scores.asOf)
    expect(ok('score', trained, '--data', data, '--json')).toBe(JSON.stringify(scores, null, 2) + '\n')
    expect(ok('score', trained)).toContain('Not investment advice.')
  })

  it('training twice gives the same bytes', () => {
    const again = join(folder, 'trained-again')
    ok('train', experiment, '--data', data, '--out', again, '--json')
    for (const model of ['momentum', 'ridge', 'gradient-boosting', 'lstm'])
      expect(readFileSync(join(again, 'models', `${model}.bin`))).toEqual(
        readFileSync(join(trained, 'models', `${model}.bin`)),
      )
  })

  it.each([
    [
      'a flipped bit',
      (file: string) => {
        const bytes = readFileSync(file)
        bytes[bytes.length - 9] ^= 1
        writeFileSync(file, bytes)
      },
      'checksum differs',
    ],
    ['a cut end', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 100)), 'damaged'],
    ['something else', (file: string) => writeFileSync(file, 'hello'), 'not a sectorcast trained-model'],
    [
      'another model',
      (file: string) => copyFileSync(join(trained, 'models', 'momentum.bin'), file),
      'holds a "momentum", expected a "ridge"',
    ],
  ])('a model file with %s ends with exit code 4 and its name', (_, damage, message) => {
    const damaged = join(folder, 'damaged')
    ok('train', experiment, '--data', data, '--out', damaged, '--json')
    const file = join(damaged, 'models', 'ridge.bin')
    damage(file)
    const result = sectorcast(['score', damaged])
    expect(result.stderr).toContain(file)
    expect(result.stderr).toContain(message)
    expect(result.status).toBe(4)
  })
})

describe('a run folder that is used again', () => {
  it('keeps what the same run left, and forgets what another one did', () => {
    const again = join(folder, 'again')
    ok('run', experiment, '--data', data, '--out', again, '--json')
    ok('train', experiment, '--data', data, '--out', again, '--json')
    expect(existsSync(join(again, 'scores.json'))).toBe(true)
    ok('walk-forward', experiment, '--data', data, '--out', again, '--seed', '12', '--json')
    for (const file of ['scores.json', 'report.html', 'models', 'performance.bin'])
      expect(existsSync(join(again, file)), file).toBe(false)
  })
})

describe('damaged run folders', () => {
  it.each([
    ['forecasts.bin', 'backtest'],
    ['forecasts.bin', 'export'],
    ['performance.bin', 'export'],
    ['report.json', 'export'],
    ['run.json', 'backtest'],
  ])('%s: %s ends with exit code 4', (file, step) => {
    const damaged = join(folder, `damaged-${file}-${step}`)
    ok('run', experiment, '--data', data, '--out', damaged, '--json')
    if (file.endsWith('.json')) writeFileSync(join(damaged, file), '{"cut')
    else appendFileSync(join(damaged, file), 'x')
    const result = sectorcast([step, damaged])
    expect(result.stderr).toContain(join(damaged, file))
    expect(result.status).toBe(4)
  })
})

describe('an interrupted run', () => {
  it('ends with exit code 130 and leaves no half of a file', async () => {
    const out = join(folder, 'interrupted')
    const child = spawn(process.execPath, [resolve('dist/pipelines/cli.js'), 'run', '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let told = ''
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      if (told.includes('fit 1/')) child.kill('SIGINT')
    })
    const status = await new Promise((done) => child.on('exit', done))
    expect(status).toBe(130)
    expect(told).toContain('interrupted')
    expect(existsSync(join(out, 'forecasts.bin'))).toBe(false)
    expect(sectorcast(['backtest', out]).stderr).toContain('has no forecasts.bin')
  })
})
