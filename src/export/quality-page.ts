import { formatSession } from '../core/calendar.js'
import { groupBy } from '../core/grouping.js'
import { coverageMarks, type CoverageRow } from '../panel/quality/coverage.js'
import {
  countLevels,
  FINDING_KINDS,
  FINDING_LEVELS,
  findingsByKind,
  type Finding,
  type FindingLevel,
} from '../panel/quality/finding.js'
import { coverageSvg, type CoverageLine } from './coverage-chart.js'
import { LEVEL_STYLE } from './coverage-style.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { htmlPage, panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable } from './html-table.js'
import { numberText } from './number-text.js'
import { element } from './svg.js'

/** What the page shows. */
export interface QualityContent {
  /** Name of the inspected folder. */
  readonly folder: string
  readonly files: number
  readonly rows: number
  /** Number of files of each kind. */
  readonly kinds: ReadonlyMap<string, number>
  readonly findings: readonly Finding[]
  readonly coverage: readonly CoverageRow[]
}

/** Findings of one kind that a page lists; all of them are in the JSON document. */
const LISTED = 200

const NAMES: Readonly<Record<FindingLevel, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
}

const STYLE: Markup = constantMarkup(
  [
    LEVEL_STYLE,
    '.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:0 0 18px}',
    '.tile{background:var(--surface);border:1px solid var(--rule);border-radius:10px;padding:12px 16px}',
    '.tile b{display:block;font-size:24px;line-height:1.2;font-variant-numeric:tabular-nums}',
    '.tile span{color:var(--muted);font-size:13px}',
    '.level{font-weight:600;white-space:nowrap}.level.error,.tile.error b{color:var(--error)}',
    '.level.warning,.tile.warning b{color:var(--warning)}.level.info,.tile.info b{color:var(--info)}',
    'details{border-top:1px solid var(--rule);padding:8px 0}details:first-of-type{border-top:0}',
    'summary{cursor:pointer;font-weight:600;padding:4px 0}summary .quiet{font-weight:400}',
    'summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}',
    'figure{margin:0 0 22px}figure:last-child{margin-bottom:0}',
    '.verdict{border-left:4px solid var(--accent);background:var(--surface);border-radius:0 10px 10px 0;padding:12px 18px;margin:0 0 18px;font-size:17px;max-width:none}',
    '.verdict.error{border-left-color:var(--error)}',
    '.place{white-space:nowrap}',
    '@media print{.verdict{font-size:10pt;padding:6pt 9pt}.place{white-space:normal}}',
  ].join('\n'),
)

function countText(level: FindingLevel, count: number): string {
  return `${numberText(count, 0)} ${NAMES[level][count === 1 ? 0 : 1]}`
}

function tile(name: string, value: number, className = ''): Markup {
  return element(
    'div',
    { class: `tile ${className}`.trim() },
    element('b', {}, escapeText(numberText(value, 0))),
    element('span', {}, escapeText(name)),
  )
}

function levelMark(level: FindingLevel): Markup {
  return element('span', { class: `level ${level}` }, escapeText(NAMES[level][0]))
}

function countTable(groups: readonly Finding[][]): Markup {
  const columns = [
    { title: 'kind', cell: ([{ kind }]: Finding[]) => kind },
    { title: 'level', markup: true, cell: ([{ level }]: Finding[]) => levelMark(level) },
    { title: 'count', numeric: true, cell: (group: Finding[]) => numberText(group.length, 0) },
    { title: 'meaning', cell: ([{ kind }]: Finding[]) => FINDING_KINDS[kind].meaning },
  ]
  return scrollBox('Findings by kind', '', htmlTable('What was found, the worst first', columns, groups))
}

function findingTable(group: readonly Finding[]): Markup {
  const columns = [
    {
      title: 'file and line',
      className: 'place',
      cell: ({ file, line }: Finding) => (line === null ? file : `${file}:${line}`),
    },
    { title: 'symbol', cell: ({ symbol }: Finding) => symbol ?? '' },
    { title: 'date', className: 'place', cell: ({ date }: Finding) => (date === null ? '' : formatSession(date)) },
    { title: 'detail', cell: ({ detail }: Finding) => detail },
  ]
  const [{ kind }] = group
  const rest = group.length - LISTED
  return element(
    'div',
    {},
    scrollBox(`Findings: ${kind}`, '', htmlTable(FINDING_KINDS[kind].meaning, columns, group.slice(0, LISTED))),
    ...(rest > 0 ? [paragraph(`… and ${numberText(rest, 0)} more, in the JSON document`, 'muted')] : []),
  )
}

function findingGroup(group: readonly Finding[]): Markup {
  const [{ kind, level }] = group
  const summary = element(
    'summary',
    {},
    levelMark(level),
    escapeText(` ${kind} `),
    element('span', { class: 'quiet' }, escapeText(`(${numberText(group.length, 0)})`)),
  )
  return element('details', level === 'error' ? { open: 'open' } : {}, summary, findingTable(group))
}

/** One picture a folder: folders have time lines of their own. */
function coverageFigures({ coverage, findings, folder }: QualityContent): Markup[] {
  const marks = coverageMarks(coverage, findings)
  const all = coverage.map((row, i): CoverageLine => ({ row, marks: marks[i] }))
  return [...groupBy(all, ({ row }) => row.group)].map(([group, lines]) => {
    const title = group === '.' ? folder : group
    return element('figure', {}, scrollBox(`Coverage of ${title}`, 'fit', coverageSvg({ title, lines })))
  })
}

function verdictOf({ error: errors, warning, info }: Readonly<Record<FindingLevel, number>>): Markup {
  const others = `${countText('warning', warning)} and ${countText('info', info)}`
  const text =
    errors === 0
      ? `No errors: the data can be used as they are. ${others} to know about.`
      : `${countText('error', errors)}: rows or files that can not be used as they are. ${others} besides.`
  return paragraph(text, errors === 0 ? 'verdict' : 'verdict error')
}

/**
 * The quality report of a data folder as a page: the verdict, a coverage picture for each folder, findings by kind. One file,
 * without script or network; light, dark, narrow screens and paper.
 * @returns an HTML document, the same bytes for the same content
 */
export function qualityPage(content: QualityContent): Markup {
  const { folder, files, rows, kinds, findings } = content
  const groups = findingsByKind(findings)
  const held = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')
  const title = `Data quality: ${folder}`
  const counts = countLevels(findings)
  const tiles = FINDING_LEVELS.map((level) => {
    const count = counts[level]
    return tile(NAMES[level][count === 1 ? 0 : 1], count, count > 0 ? level : '')
  })
  const figures = coverageFigures(content)
  const body = element(
    'main',
    { class: 'page' },
    element(
      'header',
      { class: 'top' },
      element('h1', {}, escapeText(title)),
      paragraph(held === '' ? 'no files' : `Files: ${held}`, 'muted'),
    ),
    verdictOf(counts),
    element('div', { class: 'tiles' }, tile('files', files), tile('rows', rows), ...tiles),
    ...(figures.length > 0 ? [panel('Coverage', ...figures)] : []),
    ...(groups.length > 0
      ? [panel('Findings by kind', countTable(groups)), panel('Findings', ...groups.map(findingGroup))]
      : []),
  )
  return htmlPage({ title, style: STYLE, body: [body] })
}
