import type { Markup } from './escape.js'
import { panel, paragraph, scrollBox } from './html-page.js'
import { htmlTable, type TableColumn } from './html-table.js'
import { signedPercentText, type MaybeNumber } from './number-text.js'
import { pictureFigure } from './report-parts.js'
import type { ActivePart, ActiveReturn, ActiveSpan, TearSheet } from './tear-sheet-content.js'
import { folded } from './tear-sheet-folded.js'
import { largestParts } from './tear-sheet-losses.js'
import { waterfallChartSvg, type WaterfallPart } from './waterfall-chart.js'

/** Sectors that get a bar of their own; the others share one. */
const MOST_BARS = 14
/** Sectors that are named of a year. */
const MOST_NAMED = 3
/** An effect below this is rounding: where a sector has one fund, there is nothing to select. */
const ROUNDING = 1e-9

const OTHER = 'Costs, interest and fees'
const ACTIVE = 'Active return'

/** Effects beside the allocation by sector that a run may have. */
const FURTHER = [
  { effect: 'selection', title: 'Selection', label: 'Selection within sectors' },
  { effect: 'interaction', title: 'Interaction', label: 'Interaction of both' },
] as const

function difference({ net, benchmark }: ActiveSpan): number {
  return (net ?? NaN) - (benchmark ?? NaN)
}

/** The further effects that are not 0 in the whole time or in a year. */
function furtherOf({ whole, years }: ActiveReturn): (typeof FURTHER)[number][] {
  return FURTHER.filter(({ effect }) => [whole, ...years].some((span) => Math.abs(span[effect] ?? NaN) > ROUNDING))
}

/** Sectors by what they brought, most first. */
function byEffect(sectors: readonly ActivePart[]): WaterfallPart[] {
  const known = sectors.map(({ label, value }) => ({ label, value: value ?? NaN }))
  return known.sort((a, b) => b.value - a.value)
}

/** What the whole time's active return is the sum of, beside the sectors. */
function restOf({ whole }: ActiveReturn, further: readonly (typeof FURTHER)[number][]): WaterfallPart[] {
  return [
    ...further.map(({ effect, label }) => ({ label, value: whole[effect] ?? NaN })),
    { label: OTHER, value: whole.other ?? NaN },
  ]
}

function chart(sectors: readonly WaterfallPart[], rest: readonly WaterfallPart[], simulated: boolean): Markup {
  const largest = [...sectors].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, MOST_BARS)
  const own = sectors.filter((sector) => largest.includes(sector))
  const left = sectors.filter((sector) => !largest.includes(sector))
  const others = { label: `${left.length} others`, value: left.reduce((sum, { value }) => sum + value, 0) }
  return waterfallChartSvg({
    title: 'Active return by sector',
    subtitle: 'Each bar begins where the one before ended; the last one is their sum',
    parts: [...own, ...(left.length === 0 ? [] : [others]), ...rest],
    total: ACTIVE,
    simulated,
  })
}

function yearTable({ years, benchmark }: ActiveReturn, further: readonly (typeof FURTHER)[number][]): Markup {
  type Row = (typeof years)[number]
  const signed = (title: string, cell: (row: Row) => MaybeNumber): TableColumn<Row> => ({
    title,
    numeric: true,
    cell: (row) => signedPercentText(cell(row), 2),
  })
  const columns: TableColumn<Row>[] = [
    { title: 'Year', cell: ({ year }) => String(year) },
    signed('Net', ({ net }) => net),
    signed(benchmark, (row) => row.benchmark),
    signed(ACTIVE, difference),
    signed('Allocation', ({ allocation }) => allocation),
    ...further.map(({ effect, title }) => signed(title, (row) => row[effect])),
    signed('Other', ({ other }) => other),
    {
      title: 'Largest in the allocation',
      className: 'why',
      cell: ({ sectors }) => largestParts(byEffect(sectors), MOST_NAMED).join(', '),
    },
  ]
  const caption = `The active return of a year is the sum of what stands right of it; other: ${OTHER.toLowerCase()}. The first and the last year may be parts, and years do not add up to the whole time: they compound`
  return htmlTable(caption, columns, years, 'years')
}

/** Why the portfolio did otherwise than the benchmark weights, by sector and year; nothing where that was not recorded. */
export function activeReturnSection({ active, simulated }: TearSheet): Markup[] {
  if (active === undefined) return []
  const { whole, benchmark } = active
  const further = furtherOf(active)
  const sectors = byEffect(whole.sectors)
  const rest = restOf(active, further)
  const rows = [...sectors, ...rest, { label: ACTIVE, value: difference(whole) }]
  const columns: TableColumn<WaterfallPart>[] = [
    { title: 'Part', cell: ({ label }) => label },
    { title: 'Brought', numeric: true, cell: ({ value }) => signedPercentText(value, 2) },
  ]
  const caption =
    'Brinson-Fachler: of a sector, what holding more or less of it than the benchmark weights brought, linked over time (Carino) so that the parts sum to the active return, as parts of the starting capital'
  const told = `Net of costs the portfolio returned ${signedPercentText(whole.net, 2)} over the whole time, ${benchmark.toLowerCase()} restored at every close without costs, a yardstick that nobody could trade, ${signedPercentText(whole.benchmark, 2)}: an active return of ${signedPercentText(difference(whole), 2)}.`
  return [
    panel(
      'Where the active return came from',
      paragraph(told),
      pictureFigure('Active return by sector', chart(sectors, rest, simulated)),
      scrollBox(
        'Active return by sector, as a table',
        'block',
        htmlTable(caption, columns, rows, 'contributions summed'),
      ),
      folded('Year by year', scrollBox('Active return by year', '', yearTable(active, further))),
    ),
  ]
}
