// Both products take two rows and four terms at once: each element of B that is loaded then serves two rows, and each
// element of C is loaded and stored once per four terms. The order of the additions depends on the position of a term
// alone, so a row has the same bits whatever rows are computed beside it.

/**
 * C += A B, row-major.
 * @param c - element (0, 0) of C at `cStart`; [rows, cols]
 * @param a - element (0, 0) of A at `aStart`; [rows, inner]
 * @param b - [inner, cols]
 */
export function addProduct(
  c: Float64Array,
  cStart: number,
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  rows: number,
  inner: number,
  cols: number,
): void {
  for (let row = 0; row < rows; row += 2) {
    const c0 = cStart + row * cols
    const a0 = aStart + row * inner
    for (let k = 0; k < inner; k += 4) {
      if (row + 1 < rows) addTermsToPair(c, c0, c0 + cols, a, a0 + k, a0 + inner + k, 1, b, k * cols, inner - k, cols)
      else addTerms(c, c0, a, a0 + k, 1, b, k * cols, inner - k, cols)
    }
  }
}

/**
 * C += A^T B, row-major: the sum over rows of A and B, as gradients of weights need it.
 * @param c - [aCols, bCols]
 * @param a - element (0, 0) of A at `aStart`; [inner, aCols]
 * @param b - [inner, bCols]
 */
export function addTransposedProduct(
  c: Float64Array,
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  inner: number,
  aCols: number,
  bCols: number,
): void {
  for (let k = 0; k < inner; k += 4)
    for (let row = 0; row < aCols; row += 2) {
      const c0 = row * bCols
      const a0 = aStart + k * aCols + row
      if (row + 1 < aCols) addTermsToPair(c, c0, c0 + bCols, a, a0, a0 + 1, aCols, b, k * bCols, inner - k, bCols)
      else addTerms(c, c0, a, a0, aCols, b, k * bCols, inner - k, bCols)
    }
}

/** Transpose of a row-major [rows, cols] matrix into `out`. */
export function transpose(out: Float64Array, matrix: Float64Array, rows: number, cols: number): void {
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) out[col * rows + row] = matrix[row * cols + col]
}

/** Adds up to four rows of B, weighted by consecutive elements of A, to one row of C. */
function addTerms(
  c: Float64Array,
  c0: number,
  a: Float64Array,
  a0: number,
  aStep: number,
  b: Float64Array,
  b0: number,
  terms: number,
  cols: number,
): void {
  if (terms < 4) {
    for (let k = 0; k < terms; k++) {
      const weight = a[a0 + k * aStep]
      const row = b0 + k * cols
      for (let j = 0; j < cols; j++) c[c0 + j] += weight * b[row + j]
    }
    return
  }
  const p0 = a[a0]
  const p1 = a[a0 + aStep]
  const p2 = a[a0 + 2 * aStep]
  const p3 = a[a0 + 3 * aStep]
  const b1 = b0 + cols
  const b2 = b1 + cols
  const b3 = b2 + cols
  for (let j = 0; j < cols; j++) c[c0 + j] += p0 * b[b0 + j] + p1 * b[b1 + j] + p2 * b[b2 + j] + p3 * b[b3 + j]
}

/** As {@link addTerms} for two rows of C at once. */
function addTermsToPair(
  c: Float64Array,
  c0: number,
  c1: number,
  a: Float64Array,
  a0: number,
  a1: number,
  aStep: number,
  b: Float64Array,
  b0: number,
  terms: number,
  cols: number,
): void {
  if (terms < 4) {
    addTerms(c, c0, a, a0, aStep, b, b0, terms, cols)
    addTerms(c, c1, a, a1, aStep, b, b0, terms, cols)
    return
  }
  const p0 = a[a0]
  const p1 = a[a0 + aStep]
  const p2 = a[a0 + 2 * aStep]
  const p3 = a[a0 + 3 * aStep]
  const q0 = a[a1]
  const q1 = a[a1 + aStep]
  const q2 = a[a1 + 2 * aStep]
  const q3 = a[a1 + 3 * aStep]
  const b1 = b0 + cols
  const b2 = b1 + cols
  const b3 = b2 + cols
  for (let j = 0; j < cols; j++) {
    const x0 = b[b0 + j]
    const x1 = b[b1 + j]
    const x2 = b[b2 + j]
    const x3 = b[b3 + j]
    c[c0 + j] += p0 * x0 + p1 * x1 + p2 * x2 + p3 * x3
    c[c1 + j] += q0 * x0 + q1 * x1 + q2 * x2 + q3 * x3
  }
}
