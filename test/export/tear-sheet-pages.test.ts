import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tearSheetHtml } from '../../src/export/tear-sheet.js'
import { exampleTearSheet, withAllSections } from './example-tear-sheet.js'

const EXECUTABLE = '/usr/bin/chromium'
const ABSENT = `${EXECUTABLE} is not installed: pages are not opened`
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

const pages = {
  'daily sheet': tearSheetHtml(exampleTearSheet({ nSessions: 1600, nAssets: 11, short: true })),
  'sheet with every section': tearSheetHtml(
    withAllSections(exampleTearSheet({ nSessions: 600, nAssets: 11, name: 'a portfolio with a long name' })),
  ),
  'sheet of a few sessions': tearSheetHtml(exampleTearSheet({ nSessions: 5, nAssets: 2 })),
  'sheet of many sectors and a hundred years': tearSheetHtml(
    exampleTearSheet({ nSessions: 1200, nAssets: 49, days: 30.44, sessionsPerYear: 12 }),
  ),
} as const

describe.skipIf(!existsSync(EXECUTABLE))(`tear sheets in a browser (skipped where ${ABSENT})`, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS })
  })
  afterAll(async () => {
    await browser.close()
  })

  /** Opens a document and collects whatever it says or asks for. */
  async function open(content: string, width: number): Promise<[Page, string[]]> {
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    const page = await context.newPage()
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) trouble.push(`request: ${request.url()}`)
    })
    await page.setContent(content, { waitUntil: 'load' })
    return [page, trouble]
  }

  const overflow = 'document.documentElement.scrollWidth'

  for (const [name, html] of Object.entries(pages))
    for (const width of [1280, 400])
      it(`the ${name} is silent, asks for nothing and does not overflow at ${width} pixels, light, dark and unfolded`, async () => {
        const [page, trouble] = await open(html, width)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(width)
        }
        for (const summary of await page.locator('summary').all()) await summary.click()
        expect(await page.locator('.conventions').isVisible()).toBe(true)
        expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(width)
        expect(await page.evaluate<number>('document.scripts.length')).toBe(0)
        expect(trouble).toEqual([])
        await page.context().close()
      })

  it('no two texts of a chart overlap, and none leaves its picture', async () => {
    for (const html of Object.values(pages)) {
      const [page] = await open(html, 1280)
      const wrong = `[...document.querySelectorAll('svg')].flatMap((svg) => {
        const box = svg.getBoundingClientRect()
        const boxes = [...svg.querySelectorAll('text')].map((t) => [t.textContent, t.getBoundingClientRect()])
        return boxes.flatMap(([a, p], i) => [
          ...(p.left < box.left || p.right > box.right || p.bottom > box.bottom ? ['outside: ' + a] : []),
          ...boxes.slice(i + 1).flatMap(([b, q]) =>
            p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3 ? [a + ' / ' + b] : []),
        ])
      })`
      expect(await page.evaluate<string[]>(wrong)).toEqual([])
      await page.context().close()
    }
  })

  it('every scrolling box can be reached by keyboard and has a name', async () => {
    const [page] = await open(pages['daily sheet'], 400)
    const nameless = `[...document.querySelectorAll('*')].filter((e) => {
      const overflow = getComputedStyle(e).overflowX
      return (overflow === 'auto' || overflow === 'scroll') && !(e.tabIndex === 0 && e.getAttribute('aria-label'))
    }).length`
    expect(await page.evaluate<number>(nameless)).toBe(0)
    await page.context().close()
  })

  it('is light on paper, unfolded and not cut off (A4 with margins of 14 mm is 688 pixels wide)', async () => {
    for (const html of Object.values(pages)) {
      const [page] = await open(html, 688)
      await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
      expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
      expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(688)
      expect(
        await page.evaluate<number>(`document.querySelector('.conventions').getBoundingClientRect().height`),
      ).toBeGreaterThan(300)
      const cut = `[...document.querySelectorAll('table, svg')].filter((e) => e.getBoundingClientRect().right > 689).map((e) => e.textContent.slice(0, 40))`
      expect(await page.evaluate<string[]>(cut)).toEqual([])
      const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true })
      expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
      await page.context().close()
    }
  })
})
