// Two inputs: x has `rowBytes` a row; y moves `yStep` bytes with every two columns and `yRow` at the end of a row, so that a
// single column (stored twice, side by side) serves all columns of x.

export function coHalves(
  out: usize,
  c: usize,
  x: usize,
  y: usize,
  back: usize,
  yBack: usize,
  rows: usize,
  rowBytes: usize,
  yStep: usize,
  yRow: usize,
  half: f64,
): void {
  const weight = f64x2.splat(half / 2)
  let i: usize = 0
  for (let row: usize = 0; row < rows; row++) {
    for (const end = i + rowBytes; i < end; i += 16) {
      const dx = f64x2.sub(v128.load(x + i), v128.load(x + i - back))
      const dy = f64x2.sub(v128.load(y), v128.load(y - yBack))
      const both = f64x2.add(v128.load(c + i - back), v128.load(c + i))
      v128.store(out + i, f64x2.add(both, f64x2.mul(f64x2.mul(dx, dy), weight)))
      y += yStep
    }
    y += yRow
  }
}

export function coNewest(
  out: usize,
  c: usize,
  xMean: usize,
  x: usize,
  yMean: usize,
  y: usize,
  rows: usize,
  rowBytes: usize,
  yStep: usize,
  yRow: usize,
  n: f64,
): void {
  const weight = f64x2.splat((n - 1) / n)
  let i: usize = 0
  let j: usize = 0
  for (let row: usize = 0; row < rows; row++) {
    for (const end = i + rowBytes; i < end; i += 16) {
      const dx = f64x2.sub(v128.load(x + i), v128.load(xMean + i))
      const dy = f64x2.sub(v128.load(y + j), v128.load(yMean + j))
      v128.store(out + i, f64x2.add(v128.load(c + i), f64x2.mul(f64x2.mul(dx, dy), weight)))
      j += yStep
    }
    j += yRow
  }
}

export function correlation(
  out: usize,
  c: usize,
  xM2: usize,
  yM2: usize,
  rows: usize,
  rowBytes: usize,
  yStep: usize,
  yRow: usize,
): void {
  const most = f64x2.splat(1)
  const least = f64x2.splat(-1)
  let i: usize = 0
  for (let row: usize = 0; row < rows; row++) {
    for (const end = i + rowBytes; i < end; i += 16) {
      const r = f64x2.div(v128.load(c + i), f64x2.sqrt(f64x2.mul(v128.load(xM2 + i), v128.load(yM2))))
      v128.store(out + i, f64x2.max(least, f64x2.min(most, r)))
      yM2 += yStep
    }
    yM2 += yRow
  }
}

export function beta(out: usize, c: usize, yM2: usize, rows: usize, rowBytes: usize, yStep: usize, yRow: usize): void {
  let i: usize = 0
  for (let row: usize = 0; row < rows; row++) {
    for (const end = i + rowBytes; i < end; i += 16) {
      v128.store(out + i, f64x2.div(v128.load(c + i), v128.load(yM2)))
      yM2 += yStep
    }
    yM2 += yRow
  }
}
