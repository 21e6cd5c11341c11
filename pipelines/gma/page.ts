import { bandChartSvg } from '../../src/export/band-chart.js'
import { escapeText, type Markup } from '../../src/export/escape.js'
import { htmlPage, panel, paragraph, scrollBox, simulatedBadge } from '../../src/export/html-page.js'
import { htmlTable } from '../../src/export/html-table.js'
import { lineChartSvg } from '../../src/export/line-chart.js'
import { numberText, percentText } from '../../src/export/number-text.js'
import { surfaceChartSvg } from '../../src/export/surface-chart.js'
import { element } from '../../src/export/svg.js'
import type { GmaRun } from './gma.js'
import { fillText } from './parameters.js'
import { surfaceSentences, switchesText } from './text.js'
import type { GmaSurface, SurfaceCell } from './surface.js'
import { growthOf, referencesOf, type TrackNumbers } from './track.js'

/** Steps shown in the page; the file of steps has all. */
const SHOWN_STEPS = 30

/** The picture of what was held, and why. */
export function gmaBand({ document, market, trace }: GmaRun): Markup {
  const { name, parameters, simulated } = document
  const { x, y, normalised, select } = parameters
  const { dates, rows, names, cash, candidates } = market
  const gmaOf = (step: (typeof document.steps)[number]): number =>
    step.selected === null ? NaN : step.gma[step.selected]
  return bandChartSvg({
    title: `Sector switching: ${name}`,
    yLabel: `gMA(${x}, ${y})${normalised ? ' as a fraction of the mean' : ' in units of price'}, ${parameters.every}, filled at ${parameters.fill}`,
    dates: Int32Array.from(trace, ({ row }) => dates[rows[row]]),
    names,
    cash: candidates.includes(cash) ? cash : -1,
    held: trace.map(({ held }) => held),
    selected: Float64Array.from(document.steps, gmaOf),
    selectedLabel: `${select} gMA`,
    hurdle: Float64Array.from(trace, ({ hurdle }) => hurdle),
    percent: normalised,
    simulated,
  })
}

function growthChart({ document, market, first, net, gross }: GmaRun): Markup {
  const { equalWeight, benchmark } = referencesOf(market, first)
  return lineChartSvg({
    title: 'Growth of 1',
    dates: market.dates.subarray(first),
    lines: [
      { label: 'gMA, net', values: net },
      { label: 'gMA, gross', values: gross },
      { label: 'equal weight', values: growthOf(equalWeight) },
      { label: document.benchmark.symbol, values: growthOf(benchmark) },
    ],
    yLabel: 'Growth of 1, logarithmic',
    logScale: true,
    simulated: document.simulated,
  })
}

/** Grids of the Sharpe ratio of every cell less that of equal weight; factors that make no difference share one. */
export function gmaSurfacePicture(surface: GmaSurface, name: string, simulated: boolean): Markup {
  const { grid, cells, equalWeight } = surface
  const cellAt = (x: number, y: number, M: number, factor: number): SurfaceCell | undefined =>
    cells.find((cell) => cell.x === x && cell.y === y && cell.M === M && cell.factor === factor)
  const planes = grid.M.flatMap((M) => {
    const own = cells.filter((cell) => cell.M === M)
    if (own.every((cell) => Number.isNaN(cell.sharpe))) return []
    const isSame = own.every((cell) => Object.is(cellAt(cell.x, cell.y, M, grid.factor[0])?.sharpe, cell.sharpe))
    return (isSame ? grid.factor.slice(0, 1) : grid.factor).map((factor) => ({
      title: `M ${M}, ${surface.flatHurdle || (isSame && grid.factor.length > 1) ? 'any Factor' : `Factor ${factor}`}`,
      valueAt: (row: number, column: number): number | undefined => {
        const cell = cellAt(grid.x[column], grid.y[row], M, factor)
        return cell === undefined ? undefined : cell.sharpe - equalWeight.sharpe
      },
    }))
  })
  return surfaceChartSvg({
    title: `Sensitivity: ${name}`,
    subtitle: `Sharpe ratio less that of equal weight (${numberText(equalWeight.sharpe)}) · ${surface.from} to ${surface.to} · filled at ${fillText(surface.fill)}`,
    columns: { label: 'x', values: grid.x },
    rows: { label: 'y', values: grid.y },
    planes,
    simulated,
  })
}

function tracksTable({ document }: GmaRun): Markup {
  const { gross, equalWeight, benchmark } = document
  const rows: readonly (readonly [string, TrackNumbers])[] = [
    ['gMA, net of costs', document],
    ['gMA, gross', gross],
    ['Equal weight', equalWeight],
    [benchmark.symbol, benchmark],
  ]
  const column = (title: string, text: (numbers: TrackNumbers) => string) => ({
    title,
    numeric: true,
    cell: ([, numbers]: readonly [string, TrackNumbers]) => text(numbers),
  })
  return htmlTable(
    `${document.from} to ${document.to}, ${switchesText(document.switches)}, filled at ${document.parameters.fill}`,
    [
      { title: '', cell: ([name]) => name },
      column('Growth of 1', ({ growth }) => numberText(growth)),
      column('CAGR', ({ cagr }) => percentText(cagr, 2)),
      column('Volatility', ({ volatility }) => percentText(volatility)),
      column('Sharpe', ({ sharpe }) => numberText(sharpe)),
      column('Max. drawdown', ({ maxDrawdown }) => percentText(maxDrawdown)),
    ],
    rows,
  )
}

function stepsTable({ document }: GmaRun): Markup {
  const latest = document.steps.slice(-SHOWN_STEPS).reverse()
  return htmlTable(
    `The latest ${latest.length} of ${document.steps.length} steps, newest first, filled at ${document.parameters.fill}`,
    [
      { title: 'Date', cell: ({ date }) => date },
      { title: 'Held', cell: ({ held }) => held },
      { title: 'Filled', cell: ({ fillDate }) => fillDate ?? '' },
      { title: 'Reason', cell: ({ reason }) => reason },
      { title: 'Growth of 1', numeric: true, cell: ({ growth }) => numberText(growth, 4) },
    ],
    latest,
  )
}

/** The machine's run as a page: what to hold, the band, the growth, the surface with what its best cell is worth, the trace. */
export function gmaPage(run: GmaRun): Markup {
  const { document } = run
  const { name, simulated, now, notes, surface, notice, parameters } = document
  const { x, y, M, factor, favourite } = parameters
  const title = `Sector switching: ${name}`
  const figure = (label: string, picture: Markup): Markup => element('figure', {}, scrollBox(label, 'fit', picture))
  return htmlPage({
    title,
    body: [
      element(
        'main',
        { class: 'page' },
        element(
          'header',
          { class: 'top' },
          ...simulatedBadge(simulated),
          element('h1', {}, escapeText(title)),
          paragraph(
            `gMA(${x}, ${y}), M ${M}, Factor ${factor}, Favourite ${favourite}, ${parameters.every}, filled at ${parameters.fill}`,
            'muted',
          ),
        ),
        panel('What to hold now', paragraph(`After the close of ${now.date}: ${now.hold}. ${now.reason}.`)),
        panel('Switching band', figure('Switching band', gmaBand(run))),
        panel('Growth', scrollBox('Risk and return', '', tracksTable(run)), figure('Growth', growthChart(run))),
        ...(surface === undefined
          ? []
          : [
              panel(
                'Sensitivity',
                ...surfaceSentences(surface).map((sentence) => paragraph(sentence)),
                scrollBox('Sensitivity', '', gmaSurfacePicture(surface, name, simulated)),
              ),
            ]),
        panel('Trace', scrollBox('Trace', '', stepsTable(run))),
        panel('Notes', ...notes.map((note) => paragraph(note))),
        paragraph(notice, 'foot'),
      ),
    ],
  })
}
