import { ShapeError } from './errors.js'

/** A dense row-major table of numbers: rows are sessions, NaN is missing. */
export interface Matrix {
  readonly rows: number
  readonly cols: number
  /** [rows * cols]; element (row, col) is at row * cols + col. */
  readonly data: Float64Array
}

/**
 * A matrix of the given shape.
 * @param rows - number of rows, 0 or more
 * @param cols - number of columns, 0 or more
 * @param fill - initial value of every element; NaN (missing) when absent
 */
export function createMatrix(rows: number, cols: number, fill = NaN): Matrix {
  const data = new Float64Array(rows * cols)
  if (fill !== 0) data.fill(fill)
  return { rows, cols, data }
}

/**
 * A matrix over an existing array, which is not copied.
 * @throws ShapeError when the length is not rows * cols
 */
export function matrixOver(rows: number, cols: number, data: Float64Array): Matrix {
  if (data.length !== rows * cols)
    throw new ShapeError(`matrixOver: ${data.length} elements, expected ${rows} x ${cols} = ${rows * cols}`)
  return { rows, cols, data }
}

/** View (not a copy) of one row; shape [cols]. */
export function rowOf(matrix: Matrix, row: number): Float64Array {
  return matrix.data.subarray(row * matrix.cols, (row + 1) * matrix.cols)
}

/** Copy of one column; shape [rows]. */
export function columnOf(matrix: Matrix, col: number): Float64Array {
  const out = new Float64Array(matrix.rows)
  for (let row = 0; row < matrix.rows; row++) out[row] = matrix.data[row * matrix.cols + col]
  return out
}

/** Writes a column into a matrix. */
export function setColumn(matrix: Matrix, col: number, values: ArrayLike<number>): void {
  for (let row = 0; row < matrix.rows; row++) matrix.data[row * matrix.cols + col] = values[row]
}

/** View (not a copy) of rows start (inclusive) to end (exclusive). */
export function viewRows({ cols, data }: Matrix, start: number, end: number): Matrix {
  return matrixOver(end - start, cols, data.subarray(start * cols, end * cols))
}

/** Copy of rows start (inclusive) to end (exclusive). */
export function sliceRows(matrix: Matrix, start: number, end: number): Matrix {
  return matrixOver(end - start, matrix.cols, matrix.data.slice(start * matrix.cols, end * matrix.cols))
}

/** Copy of the chosen columns in the order given. */
export function selectColumns(matrix: Matrix, cols: readonly number[]): Matrix {
  const out = createMatrix(matrix.rows, cols.length)
  for (let row = 0; row < matrix.rows; row++)
    for (let j = 0; j < cols.length; j++) out.data[row * cols.length + j] = matrix.data[row * matrix.cols + cols[j]]
  return out
}
