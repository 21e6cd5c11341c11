import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heatmapHtml } from '../../src/export/heatmap-html.js'
import { heatmapSvg } from '../../src/export/heatmap-svg.js'
import { reportHtml } from '../../src/export/report-html.js'
import { exampleHeatmap } from './example-heatmap.js'
import { exampleReport } from './example-report.js'

const EXECUTABLE = '/usr/bin/chromium'
const ABSENT = `${EXECUTABLE} is not installed: pages are not opened`
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

const heatmap = exampleHeatmap()
const pages = { heatmap: heatmapHtml(heatmap), report: reportHtml(exampleReport()) } as const

describe.skipIf(!existsSync(EXECUTABLE))(`pages in a browser (skipped where ${ABSENT})`, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS })
  })
  afterAll(async () => {
    await browser.close()
  })

  /** Opens a document and collects whatever it says or asks for. */
  async function open(content: string, width = 1200, javaScriptEnabled = true): Promise<[Page, string[]]> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled })
    const page = await context.newPage()
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) trouble.push(`request: ${request.url()}`)
    })
    await page.setContent(content, { waitUntil: 'load' })
    return [page, trouble]
  }

  /** Numbers that an expression finds in the page; text, because the tests are compiled without the browser's types. */
  function measure<T>(page: Page, expression: string): Promise<T> {
    return page.evaluate<T>(expression)
  }

  for (const [name, html] of Object.entries(pages))
    for (const width of [1200, 390])
      it(`the ${name} is silent, asks for nothing and does not overflow at ${width} pixels`, async () => {
        const [page, trouble] = await open(html, width)
        expect(trouble).toEqual([])
        expect(await measure<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        expect(await measure<number>(page, 'document.scripts.length')).toBe(0)
        await page.context().close()
      })

  it('every scrolling box can be reached by keyboard and has a name', async () => {
    for (const html of Object.values(pages)) {
      const [page] = await open(html, 390)
      const nameless = `[...document.querySelectorAll('*')].filter((e) => {
        const overflow = getComputedStyle(e).overflowX
        return (overflow === 'auto' || overflow === 'scroll') && !(e.tabIndex === 0 && e.getAttribute('aria-label'))
      }).length`
      expect(await measure<number>(page, nameless)).toBe(0)
      expect(await measure<number>(page, `document.querySelectorAll('.scroll').length`)).toBeGreaterThan(0)
      await page.context().close()
    }
  })

  it('the area of a glyph on the screen is proportional to confidence', async () => {
    const [page] = await open(pages.heatmap)
    const areas = await measure<number[]>(
      page,
      `[...document.querySelectorAll('.picture.green-red .cell .glyph')].map((g) => {
        const box = g.getBoundingClientRect()
        return box.width * box.height
      })`,
    )
    const confidences = heatmap.cells.flat().flatMap((cell) => (cell === null ? [] : [cell.confidence]))
    expect(areas).toHaveLength(confidences.length)
    const perUnit = areas.map((area, i) => area / Math.max(0.04, confidences[i]))
    for (const ratio of perUnit) expect(ratio / perUnit[0]).toBeCloseTo(1, 1)
    await page.context().close()
  })

  it('stronger scores are drawn more saturated', async () => {
    const [page] = await open(pages.heatmap)
    const fills = await measure<string[]>(
      page,
      `[...document.querySelectorAll('.picture.green-red .cell .glyph')].map((g) => getComputedStyle(g).fill)`,
    )
    const cells = heatmap.cells.flat().flatMap((cell, i) => (cell === null ? [] : [{ cell, i }]))
    const drawn = cells.map(({ cell }, i) => {
      const channels = [...fills[i].matchAll(/\d+/g)].map(Number)
      const strength = Math.min(1, Math.abs(cell.value) / heatmap.limit)
      return { positive: cell.value > 0, strength, saturation: Math.max(...channels) - Math.min(...channels) }
    })
    for (const positive of [true, false]) {
      const side = drawn.filter((glyph) => glyph.positive === positive).sort((a, b) => a.strength - b.strength)
      expect(side.length).toBeGreaterThan(10)
      for (let i = 1; i < side.length; i++)
        if (side[i].strength - side[i - 1].strength > 0.02)
          expect(side[i].saturation).toBeGreaterThan(side[i - 1].saturation)
    }
    await page.context().close()
  })

  it('every cell has its tooltip, and no text leaves its cell or the picture', async () => {
    const [page] = await open(pages.heatmap)
    const n = heatmap.rows.length * heatmap.columns.length
    const tooltips = `[...document.querySelectorAll('.picture.green-red .cell > title')].map((t) => t.textContent)`
    const texts = await measure<string[]>(page, tooltips)
    expect(texts).toHaveLength(n)
    for (const text of texts)
      expect(text).toMatch(/, \d{4}-\d\d-\d\d: (score .*, change .*, confidence \d+%|not listed)$/)
    const outside = `(() => {
      const out = []
      for (const cell of document.querySelectorAll('.picture.green-red .cell')) {
        const box = cell.querySelector('.tint').getBoundingClientRect()
        const glyph = cell.querySelector('.glyph')?.getBoundingClientRect()
        for (const text of cell.querySelectorAll('text')) {
          const t = text.getBoundingClientRect()
          if (t.left < (glyph?.right ?? box.left) || t.right > box.right) out.push(text.textContent)
        }
      }
      for (const svg of document.querySelectorAll('.picture.green-red svg')) {
        const box = svg.getBoundingClientRect()
        for (const text of svg.querySelectorAll('text')) {
          const t = text.getBoundingClientRect()
          if (t.left < box.left || t.right > box.right || t.bottom > box.bottom) out.push(text.textContent)
        }
      }
      return out
    })()`
    expect(await measure<string[]>(page, outside)).toEqual([])
    await page.context().close()
  })

  it('no two texts of a chart overlap', async () => {
    const [page] = await open(pages.report)
    const overlaps = `[...document.querySelectorAll('svg')].flatMap((svg) => {
      const boxes = [...svg.querySelectorAll('text')].map((t) => [t.textContent, t.getBoundingClientRect()])
      return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).flatMap(([b, q]) =>
        p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3 ? [a + ' / ' + b] : []))
    })`
    expect(await measure<string[]>(page, overlaps)).toEqual([])
    await page.context().close()
  })

  it('the palette is switched without JavaScript', async () => {
    const [page] = await open(pages.heatmap, 1200, false)
    const [greenRed, blueOrange] = ['green-red', 'blue-orange'].map((name) => page.locator(`.picture.${name}`))
    expect([await greenRed.isVisible(), await blueOrange.isVisible()]).toEqual([true, false])
    await page.getByText('Blue to orange').click()
    expect([await greenRed.isVisible(), await blueOrange.isVisible()]).toEqual([false, true])
    await page.context().close()
  })

  it('the picture alone is read by the XML parser of the browser', async () => {
    const [page] = await open('<!doctype html><title>empty</title>')
    const svg = JSON.stringify(heatmapSvg(heatmap))
    const parsed = `(() => {
      const document = new DOMParser().parseFromString(${svg}, 'image/svg+xml')
      return [document.querySelectorAll('parsererror').length, document.querySelectorAll('.cell').length]
    })()`
    expect(await measure<number[]>(page, parsed)).toEqual([0, heatmap.rows.length * heatmap.columns.length])
    await page.context().close()
  })

  it('nothing is cut off on paper (A4 with margins of 14 mm is 688 pixels wide)', async () => {
    for (const html of Object.values(pages)) {
      const [page] = await open(html, 688)
      await page.emulateMedia({ media: 'print' })
      expect(await measure<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(688)
      await page.context().close()
    }
  })

  it('dark pages are dark and light pages light', async () => {
    const [page] = await open(pages.report)
    const background = 'getComputedStyle(document.body).backgroundColor'
    expect(await measure<string>(page, background)).toBe('rgb(245, 246, 248)')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await measure<string>(page, background)).toBe('rgb(14, 16, 19)')
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
    expect(await measure<string>(page, background)).toBe('rgb(255, 255, 255)')
    await page.context().close()
  })
})
