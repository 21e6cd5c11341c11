/** Room for the rows of one file, used again for the next one: fresh memory is dearer than the parsing itself. */
export interface BarBuffers {
  dates: Int32Array
  open: Float64Array
  high: Float64Array
  low: Float64Array
  close: Float64Array
  volume: Float64Array
  splits: Float64Array
  distributions: Float64Array
}

/** Buffers for that many rows; shape [rows] each. */
export function createBarBuffers(rows = 0): BarBuffers {
  const column = (): Float64Array => new Float64Array(rows)
  return {
    dates: new Int32Array(rows),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    splits: column(),
    distributions: column(),
  }
}

/** Makes the buffers hold at least that many rows; what they held is lost. */
export function growBarBuffers(buffers: BarBuffers, rows: number): void {
  if (buffers.dates.length < rows) Object.assign(buffers, createBarBuffers(rows))
}
