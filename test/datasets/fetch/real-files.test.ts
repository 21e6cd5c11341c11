import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareHistories } from '../../../datasets/fetch/compare-histories.js'
import { fred } from '../../../datasets/fetch/fred.js'
import { fredMd } from '../../../datasets/fetch/fred-md.js'
import { french } from '../../../datasets/fetch/french.js'
import { REAL_DATA } from '../../fixtures/command-line.js'
import { zipOf } from '../../fixtures/payloads.js'

const hasData = existsSync(`${REAL_DATA}/french`)
if (!hasData) process.stderr.write(`skipped: no real data in ${REAL_DATA}\n`)

const textOf = (file: string): string => readFileSync(`${REAL_DATA}/${file}`, 'utf8')

describe.skipIf(!hasData)('real files, as the sources would send them', () => {
  it.each([
    ['10_Industry_Portfolios.csv', 8],
    ['10_Industry_Portfolios_Daily.csv', 1],
    ['12_Industry_Portfolios.CSV', 8],
    ['30_Industry_Portfolios.CSV', 8],
    ['49_Industry_Portfolios.CSV', 8],
    ['F-F_Research_Data_Factors.CSV', 2],
    ['F-F_Research_Data_Factors_daily.CSV', 1],
  ])('french %s has %i blocks, and every dated line is a row', (file, blocks) => {
    const text = textOf(`french/${file}`)
    const body = zipOf([{ name: file, text }])
    const { files, history } = french.convert({ name: 'F', label: file, extension: 'zip', body })
    expect(files[0].text).toBe(text)
    expect(new Set([...history.values()].map(({ block }) => block)).size).toBe(blocks)
    expect(history.size).toBe(text.match(/^ *\d{4,8} *,/gm)?.length)
    expect(compareHistories(history, history)).toBeUndefined()
  })

  it.each(['CPIAUCSL', 'DGS10', 'GDP', 'VIXCLS'])('fred %s comes out as it went in', (name) => {
    const text = textOf(`macro-fred/${name}.csv`).replace(/^.*/, `observation_date,${name}`)
    const { files } = fred.convert({ name, label: name, extension: 'csv', body: Buffer.from(text) })
    const numbers = (csv: string): string[] =>
      csv
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''))
    expect(numbers(files[0].text)).toEqual(numbers(text))
  })

  it.each(['2023-05', '2024-07'])('the FRED-MD vintage %s keeps its name', (month) => {
    const body = readFileSync(`${REAL_DATA}/macro-vintages/fred-md-${month}.csv`)
    const { files } = fredMd.convert({ name: '2024-08', label: month, extension: 'csv', body })
    expect(files[0].name).toBe(`fred-md-${month}.csv`)
  })
})
