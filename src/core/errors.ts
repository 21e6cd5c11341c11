/** Wrong parameters, experiment or command line: one line, exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Where in the input a datum is wrong. */
export interface DataLocation {
  readonly file: string
  readonly line?: number
  readonly field?: string
}

/** Unusable input data: one line that names file, line and field, exit code 3. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly location: DataLocation

  constructor(location: DataLocation, problem: string) {
    const line = location.line === undefined ? '' : `:${location.line}`
    const field = location.field === undefined ? '' : ` ${location.field}:`
    super(`${location.file}${line}:${field} ${problem}`)
    this.location = location
  }
}

/** Arrays whose shapes do not fit together: a caller's mistake. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
}

/** A saved artifact that is damaged or of another version: one line, exit code 4. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError'
}
