import { formatSession, type SessionDay } from '../core/calendar.js'
import type { CoverageMark, CoverageRow } from '../panel/quality/coverage.js'
import { FINDING_LEVELS, type FindingLevel } from '../panel/quality/finding.js'
import { dateTicks } from './axis-ticks.js'
import { COVERAGE_STYLE } from './coverage-style.js'
import { escapeText, type Markup } from './escape.js'
import { pictureHeader, HEADER_HEIGHT } from './picture-header.js'
import { element, fitText, svgPicture, svgText, textWidth } from './svg.js'

/** One line of the picture: a span of time with what was found in it. */
export interface CoverageLine {
  readonly row: CoverageRow
  readonly marks: readonly CoverageMark[]
}

/** What is drawn. */
export interface CoverageChart {
  readonly title: string
  readonly lines: readonly CoverageLine[]
}

const WIDTH = 1000
const LABELS = 170
const PLOT = { left: LABELS + 24, right: WIDTH - 24 } as const
const PITCH = 18
const BAR = 10
/** Lines drawn one by one; the calm ones beyond are drawn as one. */
const MOST_LINES = 60
/** A gap of one session among thousands must still be seen. */
const LEAST_WIDTH = 3
const MARK = { error: 4.5, warning: 3.2, info: 2.4 } as const

type Scale = (session: SessionDay) => number

/** How much a line has to tell: lines with worse findings and larger gaps are drawn before others. */
function weightOf({ row, marks }: CoverageLine): number {
  const worst = marks.reduce((least, { level }) => Math.min(least, FINDING_LEVELS.indexOf(level)), 3)
  return 1e6 * (3 - worst) + 1e3 * row.gaps.length + marks.length
}

/** The lines that are drawn one by one, in order of time, and those that are drawn as one. */
function pickLines(lines: readonly CoverageLine[]): readonly [CoverageLine[], CoverageLine[]] {
  const telling = lines.filter((line) => weightOf(line) > 0).sort((a, b) => weightOf(b) - weightOf(a))
  const shown = new Set(lines.length <= MOST_LINES ? lines : telling.slice(0, MOST_LINES - 1))
  const order = (a: CoverageLine, b: CoverageLine): number =>
    a.row.first - b.row.first || (a.row.label < b.row.label ? -1 : a.row.label > b.row.label ? 1 : 0)
  return [lines.filter((line) => shown.has(line)).sort(order), lines.filter((line) => !shown.has(line))]
}

function spanBar(x: Scale, y: number, first: SessionDay, last: SessionDay): Markup {
  const left = x(first)
  return element('rect', {
    class: 'span',
    x: left,
    y: y - BAR / 2,
    width: Math.max(LEAST_WIDTH, x(last) - left),
    height: BAR,
    rx: 2,
  })
}

function markShape(level: FindingLevel, x: number, y: number): Markup {
  const size = MARK[level]
  // Shapes tell the levels apart for those who do not see the colours: diamond, triangle, dot.
  const shapes = {
    error: `M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`,
    warning: `M${x} ${y - size}L${x + size} ${y + size}L${x - size} ${y + size}Z`,
    info: '',
  }
  return level === 'info'
    ? element('circle', { class: 'mark-info', cx: x, cy: y, r: size })
    : element('path', { class: `mark-${level}`, d: shapes[level] })
}

/** Marks of one line, at most one of a level a pixel, the worst on top. */
function drawMarks(marks: readonly CoverageMark[], x: Scale, y: number): Markup[] {
  return [...FINDING_LEVELS].reverse().flatMap((level) => {
    const places = new Set(marks.filter((mark) => mark.level === level).map(({ session }) => Math.round(x(session))))
    return [...places].sort((a, b) => a - b).map((place) => markShape(level, place, y))
  })
}

function tooltip({ row, marks }: CoverageLine): string {
  const { label, first, last, gaps } = row
  const counts = FINDING_LEVELS.map((level) => [level, marks.filter((mark) => mark.level === level).length] as const)
  const found = counts.filter(([, count]) => count > 0).map(([level, count]) => `${count} ${level}`)
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0)
  const parts = [
    ...(missing > 0 ? [`${missing} missing in ${gaps.length} gap${gaps.length === 1 ? '' : 's'}`] : []),
    ...found,
  ]
  return `${label}: ${formatSession(first)} to ${formatSession(last)}${parts.length > 0 ? `; ${parts.join(', ')}` : ''}`
}

function drawLine(line: CoverageLine, x: Scale, y: number): Markup {
  const { label, first, last, gaps } = line.row
  const holes = gaps.map((gap) => {
    const left = x(gap.first)
    const width = Math.max(LEAST_WIDTH, x(gap.last) - left)
    return element('rect', { class: 'gap', x: left, y: y - BAR / 2, width, height: BAR })
  })
  return element(
    'g',
    { class: 'row' },
    element('title', {}, escapeText(tooltip(line))),
    svgText(LABELS + 12, y + 4, 'ink small', fitText(label, 11, LABELS - 8), 'end'),
    spanBar(x, y, first, last),
    ...holes,
    ...drawMarks(line.marks, x, y),
  )
}

function legend(y: number): Markup {
  let at = PLOT.left
  const entries = (['span', 'gap', ...FINDING_LEVELS] as const).map((name) => {
    const left = at
    const text = { span: 'data', gap: 'missing', error: 'error', warning: 'warning', info: 'note' }[name]
    at += 22 + textWidth(text, 11) + 20
    const sample =
      name === 'span' || name === 'gap'
        ? element('rect', {
            class: name,
            x: left,
            y: y - BAR / 2,
            width: 16,
            height: BAR,
            rx: name === 'span' ? 2 : undefined,
          })
        : markShape(name, left + 8, y)
    return element('g', {}, sample, svgText(left + 22, y + 4, 'muted small', text))
  })
  return element('g', { class: 'legend' }, ...entries)
}

/** Years or months below (or above) the lines, and their rules through the picture. */
function axis(first: SessionDay, last: SessionDay, x: Scale, top: number, bottom: number): Markup[] {
  return dateTicks(first, last, 10).flatMap(({ at, label }) => [
    element('line', { class: 'rule grid', x1: x(at), x2: x(at), y1: top, y2: bottom + 4 }),
    svgText(x(at), bottom + 18, 'muted small', label, x(at) > PLOT.right - 20 ? 'end' : 'middle'),
  ])
}

/**
 * Which symbols or files hold what time: a bar from first to last session, holes where sessions are missing, marks where
 * something was found. Of more than 60 lines the calmest are drawn as one. Stands alone or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same lines
 */
export function coverageSvg({ title, lines }: CoverageChart): Markup {
  const [shown, rest] = pickLines(lines)
  const first = lines.reduce((least, { row }) => Math.min(least, row.first), Infinity)
  const last = lines.reduce((most, { row }) => Math.max(most, row.last), -Infinity)
  const [from, to] = lines.length > 0 ? [first, last] : [0, 0]
  const x: Scale = (session) => PLOT.left + ((PLOT.right - PLOT.left) * (session - from)) / Math.max(1, to - from)
  const top = HEADER_HEIGHT + 30
  const count = shown.length + (rest.length > 0 ? 1 : 0)
  const bottom = top + Math.max(1, count) * PITCH
  const yOf = (i: number): number => top + i * PITCH + PITCH / 2
  const together: CoverageLine[] = rest.length === 0 ? [] : [mergedLine(rest)]
  const period = lines.length > 0 ? `${formatSession(from)} to ${formatSession(to)}` : 'nothing dated'
  const subtitle = `${lines.length} ${lines.length === 1 ? 'line' : 'lines'} · ${period}`
  const height = bottom + 32
  return svgPicture(
    {
      width: WIDTH,
      height,
      className: 'sc coverage',
      title,
      description: `Coverage, ${subtitle}. Bars are data, holes are missing sessions, marks are findings.`,
      style: COVERAGE_STYLE,
    },
    element('rect', { class: 'surface', width: WIDTH, height }),
    pictureHeader({ title, subtitle, simulated: false, left: 16, right: WIDTH - 16 }),
    legend(HEADER_HEIGHT + 12),
    element('g', { class: 'axes' }, ...axis(from, to, x, top, bottom)),
    ...[...shown, ...together].map((line, i) => drawLine(line, x, yOf(i))),
  )
}

/** One line for many that have nothing much to tell; their notes stand in the table. */
function mergedLine(lines: readonly CoverageLine[]): CoverageLine {
  const [{ row }] = lines
  return {
    row: {
      ...row,
      label: `and ${lines.length} more`,
      first: lines.reduce((least, line) => Math.min(least, line.row.first), Infinity),
      last: lines.reduce((most, line) => Math.max(most, line.row.last), -Infinity),
      gaps: [],
    },
    marks: [],
  }
}
