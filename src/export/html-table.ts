import { escapeText, type Markup } from './escape.js'
import { element } from './svg.js'

/** One column: its title, and how a row fills it. The first column names the row. */
export interface TableColumn<Row> {
  readonly title: string
  /** Right aligned, in digits of equal width. */
  readonly numeric?: boolean
  /** Further class of the cells. */
  readonly className?: string
  cell(row: Row, index: number): string | Markup
  /** The cell is markup already, not text. */
  readonly markup?: boolean
}

/** Columns under a common title. */
export interface ColumnGroup<Row> {
  readonly title: string
  readonly columns: readonly TableColumn<Row>[]
}

function classOf<Row>(column: TableColumn<Row>, first: boolean): string | undefined {
  const names = [column.numeric === true ? 'number' : '', column.className ?? '', first ? 'first' : '']
  return names.filter((name) => name !== '').join(' ') || undefined
}

function bodyRow<Row>(groups: readonly ColumnGroup<Row>[], row: Row, index: number, ruled: boolean): Markup {
  let position = 0
  const cells = groups.flatMap(({ columns }, g) =>
    columns.map((column, i) => {
      const content = column.cell(row, index)
      const inner = column.markup === true ? (content as Markup) : escapeText(content)
      const attributes = { class: classOf(column, ruled && g > 0 && i === 0) }
      return position++ === 0 ? element('th', { scope: 'row', ...attributes }, inner) : element('td', attributes, inner)
    }),
  )
  return element('tr', {}, ...cells)
}

/**
 * A table whose columns stand in groups; a group with one untitled column has no second heading row of its own.
 * @param caption - what the table shows, also for those who cannot see it
 */
export function groupedTable<Row>(
  caption: string,
  groups: readonly ColumnGroup<Row>[],
  rows: readonly Row[],
  className?: string,
): Markup {
  const grouped = groups.some(({ title }) => title !== '')
  const headings = (column: TableColumn<Row>, first: boolean, rowspan?: number): Markup =>
    element('th', { scope: 'col', class: classOf(column, first), rowspan }, escapeText(column.title))
  const upper = groups.flatMap(({ title, columns }, g) =>
    title === ''
      ? columns.map((column, i) => headings(column, g > 0 && i === 0, 2))
      : [element('th', { scope: 'colgroup', class: 'group', colspan: columns.length }, escapeText(title))],
  )
  const lower = groups.flatMap(({ title, columns }) =>
    grouped && title === '' ? [] : columns.map((column, i) => headings(column, grouped && i === 0)),
  )
  const head = element('thead', {}, ...(grouped ? [element('tr', {}, ...upper)] : []), element('tr', {}, ...lower))
  const body = element('tbody', {}, ...rows.map((row, i) => bodyRow(groups, row, i, grouped)))
  return element(
    'table',
    { class: className },
    element('caption', {}, element('span', {}, escapeText(caption))),
    head,
    body,
  )
}

/** A table without groups. */
export function htmlTable<Row>(
  caption: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  className?: string,
): Markup {
  return groupedTable(caption, [{ title: '', columns }], rows, className)
}
