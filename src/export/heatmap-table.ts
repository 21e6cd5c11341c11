import { colourOf, PALETTES, textColourOn } from './colour-scale.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import type { Direction, Heatmap, HeatmapCell } from './heatmap.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { percentText, signedText } from './number-text.js'
import { element } from './svg.js'

interface LatestRow {
  readonly rank: number
  readonly symbol: string
  readonly sector: string
  readonly cell: HeatmapCell | null
  readonly compared: boolean
}

const CHANGES: Readonly<Record<Direction, { readonly sign: string; readonly word: string }>> = {
  [-1]: { sign: '▼', word: 'falling' },
  0: { sign: '–', word: 'unchanged' },
  1: { sign: '▲', word: 'rising' },
}

/** Style sheet of {@link heatmapTable}; `--chip` and `--chip-ink` are switched with the palette. */
export const HEATMAP_TABLE_STYLE: Markup = constantMarkup(`
.chip{display:inline-block;min-width:64px;padding:2px 8px;border-radius:6px;text-align:right;background:var(--green-red);color:var(--green-red-ink)}
.bar{display:inline-block;width:72px;height:8px;margin-right:8px;border-radius:4px;background:var(--rule);overflow:hidden;vertical-align:middle}
@media (max-width:640px){.bar{display:none}.word{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}.chip{min-width:0}}
.symbol{font-weight:400;color:var(--muted);margin-left:4px}
.bar>span{display:block;height:100%;background:var(--muted)}
`)

function scoreChip(value: number, limit: number): Markup {
  const style = PALETTES.map((palette) => {
    const colour = colourOf(value, { limit, palette })
    return `--${palette}:${colour};--${palette}-ink:${textColourOn(colour)}`
  })
  return element('span', { class: 'chip', style: style.join(';') }, escapeText(signedText(value)))
}

function confidenceBar(confidence: number): Markup {
  const share = Number.isNaN(confidence) ? 0 : Math.min(1, Math.max(0, confidence))
  const width = (share * 100).toFixed(1)
  const bar = element(
    'span',
    { class: 'bar', 'aria-hidden': 'true' },
    element('span', { style: `width:${width}%` }, escapeText('')),
  )
  return constantMarkup(`${bar}${escapeText(percentText(confidence, 0))}`)
}

function sectorName({ sector, symbol }: LatestRow): Markup {
  return constantMarkup(`${escapeText(sector)} ${element('span', { class: 'symbol' }, escapeText(symbol))}`)
}

function changeMark({ cell, compared }: LatestRow): Markup {
  if (cell === null || !compared) return escapeText('n/a')
  const { sign, word } = CHANGES[cell.direction]
  return constantMarkup(
    `${element('span', { 'aria-hidden': 'true' }, escapeText(sign))} ${element('span', { class: 'word' }, escapeText(word))}`,
  )
}

/** The latest column of a heatmap as a table for people and screen readers: strongest first, those not listed last. */
export function heatmapTable(heatmap: Heatmap): Markup {
  const { rows, columns, cells, limit } = heatmap
  const last = columns.length - 1
  const latest = rows.map(({ id, label }, row): LatestRow => ({
    rank: row + 1,
    symbol: id,
    sector: label,
    cell: cells[row][last] ?? null,
    compared: last > 0 && cells[row][last - 1] !== null,
  }))
  const table: TableColumn<LatestRow>[] = [
    { title: 'Sector', markup: true, cell: sectorName },
    {
      title: 'Score',
      numeric: true,
      markup: true,
      cell: ({ cell }) => (cell === null ? escapeText('not listed') : scoreChip(cell.value, limit)),
    },
    { title: 'Change', markup: true, cell: changeMark },
    {
      title: 'Confidence',
      markup: true,
      cell: ({ cell }) => (cell === null ? escapeText('n/a') : confidenceBar(cell.confidence)),
    },
    { title: 'Rank', numeric: true, cell: ({ rank, cell }) => (cell === null ? 'n/a' : String(rank)) },
  ]
  const caption = `Scores of ${columns[last]?.label ?? 'n/a'}, strongest first; change since ${columns[last - 1]?.label ?? 'n/a'}; confidence is the agreement between models`
  return htmlTable(caption, table, latest)
}
