import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
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
      'tear-sheet.html',
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
    for (const file of ['scores.json', 'report.html', 'tear-sheet.html', 'models', 'performance.bin'])
      expect(existsSync(join(again, file)), file).toBe(false)
  })
})

describe('damaged run folders', () => {
  it.each([
    ['forecasts.bin', 'backtest', 'x'],
    ['forecasts.bin', 'export', 'x'],
    ['performance.bin', 'export', 'x'],
    ['report.json', 'export', '{"cut'],
    ['report.json', 'export', '{}'],
    ['run.json', 'backtest', '{"cut'],
    ['run.json', 'backtest', '{"schema":"sectorcast.run/1","data":null}'],
    ['run.json', 'backtest', '{"schema":"sectorcast.run/1","data":{"folder":null}}'],
    ['experiment.yaml', 'export', 'name: small\nhypothe'],
  ])('%s: %s ends with exit code 4 and one line that names the file (%j)', (file, step, content) => {
    const damaged = join(folder, 'damaged-run')
    cpSync(whole, damaged, { recursive: true })
    if (content === 'x') appendFileSync(join(damaged, file), content)
    else writeFileSync(join(damaged, file), content)
    const { status, stderr } = sectorcast([step, damaged])
    expect(stderr.trimEnd().split('\n').at(-1)).toContain(join(damaged, file))
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(status).toBe(4)
  })
})

describe('an interrupted command', () => {
  /** Sends an interrupt as soon as the command has told a first time how far it is. */
  async function interrupted(args: readonly string[], sign: string): Promise<{ status: unknown; told: string }> {
    const child = spawn(process.execPath, [resolve('dist/pipelines/cli.js'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let told = ''
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      if (told.includes(sign)) child.kill('SIGINT')
    })
    return { status: await new Promise((done) => child.on('exit', done)), told }
  }

  it.each(['1', '2'])('ends with exit code 130 and leaves no half of a file, on %s threads', async (threads) => {
    const out = join(folder, `interrupted-${threads}`)
    const { status, told } = await interrupted(['run', '--out', out, '--threads', threads], 'fit 1/')
    expect(status).toBe(130)
    expect(told).toContain('interrupted')
    expect(told).not.toContain('fit 20/')
    expect(existsSync(join(out, 'forecasts.bin'))).toBe(false)
    expect(sectorcast(['backtest', out]).stderr).toContain('has no forecasts.bin')
  })

  it('the audit too', async () => {
    const { status, told } = await interrupted(['audit'], 'pieces')
    expect(status).toBe(130)
    expect(told).not.toContain('top-k at close: clean')
  })
})

describe('backtest on a run folder', () => {
  it.each(['out', 'seed', 'threads'])('refuses --%s, which could have no effect', (option) => {
    const { status, stderr } = sectorcast(['backtest', whole, `--${option}`, '3'])
    expect(stderr).toContain(`--${option} has no effect on a run folder`)
    expect(status).toBe(2)
  })
})

describe('a walk that ends before the data', () => {
  it('ends the ledger and the curves with its last forecast', () => {
    const file = join(folder, 'until.yaml')
    const out = join(folder, 'until')
    writeFileSync(
      file,
      smallExperiment({ walkForward: 'walkForward: { from: 2011-06-01, to: 2012-06-29, trainStride: 2 }' }),
    )
    ok('run', file, '--data', data, '--out', out, '--json')
    for (const table of ['equity.csv', 'portfolios.csv', 'scores.csv'])
      expect(readFileSync(join(out, table), 'utf8').trimEnd().split('\n').at(-1), table).toMatch(/^2012-06-29,/)
    expect(readFileSync(join(out, 'equity.csv'), 'utf8')).not.toContain('2012-07')
  })
})

describe('models trained on files with an end', () => {
  it('score fresh files to theirs', () => {
    const file = join(folder, 'ended.yaml')
    const out = join(folder, 'ended')
    writeFileSync(file, smallExperiment({ data: 'data: { source: csv, to: 2012-12-31 }' }))
    ok('train', file, '--data', data, '--out', out)
    const asOf = (...args: string[]): string =>
      (JSON.parse(ok('score', out, '--json', ...args)) as { asOf: string }).asOf
    expect(asOf()).toBe('2012-12-31')
    expect(asOf('--data', data), 'the same files').toBe('2012-12-31')
    const fresh = join(folder, 'fresh')
    writeSmallMarket(fresh, (rows) => rows.slice(0, 880))
    expect(asOf('--data', fresh) > '2013-04-01', 'other files, to their end').toBe(true)
  })
})

describe('a simulated market written as files', () => {
  it('is read as the simulation it is', () => {
    const files = join(folder, 'simulated')
    ok('simulate', files, '--seed', '3')
    const header = readFileSync(join(files, 'SIM-TECH.csv'), 'utf8').split('\n')[0]
    expect(header).toBe('Date,Open,High,Low,Close,Volume,Stock Splits,Simulated')
    expect(JSON.parse(readFileSync(join(files, 'truth.json'), 'utf8'))).toMatchObject({ simulated: true })
    const file = join(folder, 'on-files.yaml')
    const universe =
      'universe: { benchmark: SIM-MKT, sectors: { SIM-TECH: technology, SIM-ENER: energy, SIM-UTIL: utilities } }'
    const models = 'models: { ridge: {} }'
    const walkForward = 'walkForward: { from: 2023-01-02, trainStride: 10 }'
    writeFileSync(
      file,
      smallExperiment({ data: 'data: { source: csv, adjusted: false }', universe, models, walkForward }),
    )
    const out = join(folder, 'on-files')
    const document = JSON.parse(ok('run', file, '--data', files, '--out', out, '--json')) as {
      verdict: string
      data: object
    }
    expect(document.data).toMatchObject({ simulated: true })
    expect(document.verdict).toContain('simulated')
    for (const table of ['scores.csv', 'weights.csv', 'trades.csv', 'equity.csv', 'portfolios.csv'])
      expect(readFileSync(join(out, table), 'utf8').split('\n')[1], table).toMatch(/,true$/)
    for (const picture of ['heatmap.svg', 'heatmap.html', 'report.html', 'tear-sheet.html'])
      expect(readFileSync(join(out, picture), 'utf8').toLowerCase(), picture).toContain('simulated')
  })
})
