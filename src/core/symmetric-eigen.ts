/** Eigenvalues in descending order with their unit eigenvectors. */
export interface SymmetricEigen {
  /** [n] */
  readonly values: Float64Array
  /** [n * n], row-major: row k is the eigenvector of value k; its largest component by size is positive. */
  readonly vectors: Float64Array
}

const SWEEPS = 60

/** Turns rows and columns p and q of `a`, and rows p and q of `v`, so that a[p][q] becomes 0. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p]
    const kq = a[k * n + q]
    a[k * n + p] = c * kp - s * kq
    a[k * n + q] = s * kp + c * kq
  }
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k]
    const qk = a[q * n + k]
    a[p * n + k] = c * pk - s * qk
    a[q * n + k] = s * pk + c * qk
    const vp = v[p * n + k]
    const vq = v[q * n + k]
    v[p * n + k] = c * vp - s * vq
    v[q * n + k] = s * vp + c * vq
  }
}

/** Turns a vector over where its largest component by size (the first of equals) is negative. */
function fixSign(vector: Float64Array): void {
  let largest = 0
  for (let k = 1; k < vector.length; k++) if (Math.abs(vector[k]) > Math.abs(vector[largest])) largest = k
  if (vector[largest] < 0) for (let k = 0; k < vector.length; k++) vector[k] = -vector[k]
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations; the argument is not changed.
 * @param matrix - [n * n], row-major, without NaN; both triangles are read
 * @see Golub and Van Loan (2013), Matrix Computations, section 8.5
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let turned = 0
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        // What would not change the diagonal in its last bit is 0.
        if (Math.abs(a[p * n + q]) <= 1e-17 * Math.sqrt(Math.abs(a[p * n + p] * a[q * n + q]))) continue
        if (Math.abs(a[p * n + q]) < 1e-300) continue
        rotate(a, v, n, p, q)
        turned++
      }
    if (turned === 0) break
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i] || i - j)
  const vectors = new Float64Array(n * n)
  for (const [row, i] of order.entries()) {
    const vector = v.slice(i * n, (i + 1) * n)
    fixSign(vector)
    vectors.set(vector, row * n)
  }
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors }
}
