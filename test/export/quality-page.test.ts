import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { coverageSvg } from '../../src/export/coverage-chart.js'
import { qualityPage, type QualityContent } from '../../src/export/quality-page.js'
import type { CoverageRow } from '../../src/panel/quality/coverage.js'
import { findingOf } from '../../src/panel/quality/finding.js'
import { parseXml } from './parse-xml.js'

const EXECUTABLE = '/usr/bin/chromium'
const HOSTILE = '<script>alert("x")</script>'
const day = parseSession

function row(label: string, first = '2019-01-02', last = '2023-12-29', group = '.'): CoverageRow {
  return { label, group, file: `${label}.csv`, symbol: label, first: day(first), last: day(last), gaps: [] }
}

const gap = { first: day('2020-03-02'), last: day('2020-03-20'), missing: 15 }

function example(): QualityContent {
  const place = { file: 'AAA.csv', line: 7, symbol: 'AAA' }
  return {
    folder: HOSTILE,
    files: 4,
    rows: 5432,
    kinds: new Map([
      ['bars', 3],
      ['other', 1],
    ]),
    findings: [
      findingOf('zero-price', { ...place, date: day('2019-05-02') }, 'Close: 0 is zero'),
      findingOf('gap', { ...place, date: gap.first }, '15 sessions missing'),
      ...Array.from({ length: 250 }, (_, i) =>
        findingOf('zero-volume', { ...place, line: i, date: day('2021-01-04') + i }, 'the volume is 0'),
      ),
      findingOf('unreadable', { file: HOSTILE }, HOSTILE),
    ],
    coverage: [{ ...row('AAA'), gaps: [gap] }, row('BBB', '2021-01-04'), row('CCC', '1999-01-04', '2001-01-03', 'sub')],
  }
}

const count = (text: string, part: string): number => text.split(part).length - 1

describe('qualityPage', () => {
  const html = qualityPage(example())

  it('is one document without script, link or request, whatever the names are', () => {
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
    expect(html).toContain('&lt;script&gt;')
    expect(qualityPage(example())).toBe(html)
  })

  it('says the verdict, the counts and each kind', () => {
    expect(html).toContain('1 error: rows or files that can not be used as they are. 252 warnings and 0 notes besides.')
    expect(html).toContain('Files: bars 3, other 1')
    expect(html).toContain('AAA.csv:7')
    expect(html).toContain('… and 50 more, in the JSON document')
    expect(count(html, '<details')).toBe(4)
    expect(count(html, '<details open="open"')).toBe(1)
  })

  it('draws one picture a folder', () => {
    expect(count(html, '<svg')).toBe(2)
  })

  it('says so where there is nothing', () => {
    const empty = qualityPage({ folder: 'data', files: 0, rows: 0, kinds: new Map(), findings: [], coverage: [] })
    expect(empty).toContain('No errors')
    expect(empty).toContain('no files')
    expect(empty).not.toContain('<svg')
  })
})

describe('coverageSvg', () => {
  it('is well-formed and holds no numbers that are missing', () => {
    const marks = [{ session: day('2020-01-02'), level: 'error' as const }]
    const svg = coverageSvg({ title: HOSTILE, lines: [{ row: { ...row('AAA'), gaps: [gap] }, marks }] })
    expect(() => parseXml(svg)).not.toThrow()
    expect(svg).not.toContain('NaN')
    expect(svg).toContain('AAA: 2019-01-02 to 2023-12-29; 15 missing in 1 gap, 1 error')
    expect(count(svg, 'class="gap"')).toBe(2)
    expect(count(svg, 'class="mark-error"')).toBe(2)
  })

  it('one day and no line at all are drawn too', () => {
    for (const lines of [[], [{ row: row('AAA', '2020-01-02', '2020-01-02'), marks: [] }]])
      expect(() => parseXml(coverageSvg({ title: 'x', lines }))).not.toThrow()
  })

  it('of many lines the calm ones are drawn as one', () => {
    const lines = Array.from({ length: 500 }, (_, i) => ({
      row: row(`S${i}`),
      marks: i % 100 === 7 ? [{ session: day('2020-01-02'), level: 'warning' as const }] : [],
    }))
    const svg = coverageSvg({ title: 'many', lines })
    expect(count(svg, 'class="row"')).toBe(6)
    for (const label of ['S7', 'S107', 'S207', 'S307', 'S407', 'and 495 more']) expect(svg).toContain(`>${label}<`)
  })

  it('lines with errors come before others where there is no room for all', () => {
    const lines = Array.from({ length: 200 }, (_, i) => ({
      row: row(`S${i}`),
      marks: [{ session: day('2020-01-02'), level: i === 150 ? ('error' as const) : ('info' as const) }],
    }))
    const svg = coverageSvg({ title: 'many', lines })
    expect(count(svg, 'class="row"')).toBe(60)
    expect(svg).toContain('>S150<')
    expect(svg).toContain('>and 141 more<')
  })
})

describe.skipIf(!existsSync(EXECUTABLE))(`the page in a browser (skipped where ${EXECUTABLE} is not installed)`, () => {
  it('is silent, does not overflow, opens its details without script, and is dark in the dark', async () => {
    const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] })
    try {
      for (const width of [1200, 390]) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: true })
        const page = await context.newPage()
        const trouble: string[] = []
        page.on('console', (message) => trouble.push(message.text()))
        page.on('request', (request) => {
          if (!request.url().startsWith('data:')) trouble.push(request.url())
        })
        await page.setContent(qualityPage(example()), { waitUntil: 'load' })
        expect(trouble).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        const rows = page.locator('details').nth(1).locator('table')
        expect(await rows.isVisible()).toBe(false)
        await page.locator('summary').nth(1).click()
        expect(await rows.isVisible()).toBe(true)
        const fill = `getComputedStyle(document.querySelector('.coverage .span')).fill`
        const light = await page.evaluate<string>(fill)
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await page.evaluate<string>(fill)).not.toBe(light)
        await context.close()
      }
    } finally {
      await browser.close()
    }
  })
})
