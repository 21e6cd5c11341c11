import { colourOf, robustLimit, textColourOn } from './colour-scale.js'
import { constantMarkup, escapeText, type Markup } from './escape.js'
import { signedText } from './number-text.js'
import { HEADER_HEIGHT, pictureHeader } from './picture-header.js'
import { PICTURE_STYLE } from './picture-style.js'
import { element, svgPicture, svgText } from './svg.js'

/** One grid of values over two parameters. */
export interface SurfacePlane {
  readonly title: string
  /** Value of a cell by row and column of the axes; NaN or undefined where there is none. */
  readonly valueAt: (row: number, column: number) => number | undefined
}

/** What is drawn. */
export interface SurfaceChartOptions {
  readonly title: string
  readonly subtitle: string
  /** Parameters along the columns and the rows. */
  readonly columns: { readonly label: string; readonly values: readonly number[] }
  readonly rows: { readonly label: string; readonly values: readonly number[] }
  readonly planes: readonly SurfacePlane[]
  readonly simulated: boolean
}

const CELL = { width: 44, height: 22 } as const
const GAP = 28
const LABELS = 46
const MARGIN = 16

const STYLE: Markup = constantMarkup(`${PICTURE_STYLE}\n.sc.surface-chart .value{font-size:10.5px}`)

/**
 * Grids of a value over two parameters, one per plane, blue above 0 and orange below: colours that colour blindness leaves apart,
 * and the number in each cell. Stands alone or inside a page, follows light and dark.
 * @returns an SVG document, the same bytes for the same options
 */
export function surfaceChartSvg(options: SurfaceChartOptions): Markup {
  const { title, subtitle, columns, rows, planes, simulated } = options
  const planeWidth = LABELS + columns.values.length * CELL.width
  const planeHeight = 38 + rows.values.length * CELL.height
  const perRow = Math.max(1, Math.min(planes.length, Math.floor((1400 - 2 * MARGIN) / (planeWidth + GAP))))
  const width = Math.max(640, 2 * MARGIN + perRow * (planeWidth + GAP) - GAP)
  const height = HEADER_HEIGHT + Math.ceil(planes.length / perRow) * (planeHeight + GAP) + MARGIN
  const all = planes.flatMap(({ valueAt }) =>
    rows.values.flatMap((_, row) => columns.values.map((_value, column) => valueAt(row, column) ?? NaN)),
  )
  const scale = { limit: robustLimit(all), palette: 'blue-orange' } as const
  const drawn = planes.map(({ title: name, valueAt }, i) => {
    const left = MARGIN + (i % perRow) * (planeWidth + GAP)
    const top = HEADER_HEIGHT + 14 + Math.floor(i / perRow) * (planeHeight + GAP)
    const grid = top + 30
    const cells = rows.values.flatMap((rowValue, row) =>
      columns.values.flatMap((columnValue, column) => {
        const value = valueAt(row, column)
        if (value === undefined) return []
        const place = { x: left + LABELS + column * CELL.width, y: grid + row * CELL.height }
        const fill = colourOf(value, scale)
        const text = signedText(value)
        const told = `${columns.label} ${columnValue}, ${rows.label} ${rowValue}, ${name}: ${text}`
        return [
          element(
            'g',
            {},
            element('title', {}, escapeText(told)),
            element('rect', { ...place, width: CELL.width - 1, height: CELL.height - 1, fill }),
            element(
              'text',
              {
                x: place.x + CELL.width / 2,
                y: place.y + 15,
                class: 'value',
                fill: textColourOn(fill),
                'text-anchor': 'middle',
              },
              escapeText(text),
            ),
          ),
        ]
      }),
    )
    return element(
      'g',
      { class: 'plane' },
      svgText(left + LABELS, top + 8, 'ink strong small', name),
      svgText(left + LABELS - 6, top + 24, 'muted small', `${rows.label} \\ ${columns.label}`, 'end'),
      ...columns.values.map((value, column) =>
        svgText(left + LABELS + (column + 0.5) * CELL.width, top + 24, 'muted small', String(value), 'middle'),
      ),
      ...rows.values.map((value, row) =>
        svgText(left + LABELS - 6, grid + row * CELL.height + 15, 'muted small', String(value), 'end'),
      ),
      ...cells,
    )
  })
  return svgPicture(
    {
      width,
      height,
      className: 'sc surface-chart',
      title,
      description: `${simulated ? 'Simulated market. ' : ''}${subtitle}. Grids: ${planes.map((plane) => plane.title).join('; ')}.`,
      style: STYLE,
    },
    element('rect', { class: 'surface', width, height }),
    pictureHeader({ title, subtitle, simulated, left: MARGIN, right: width - MARGIN }),
    ...drawn,
  )
}
