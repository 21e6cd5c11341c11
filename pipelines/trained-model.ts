import { ArtifactError, ConfigError } from '../src/core/errors.js'
import { decodeRecord, encodeRecord, type RecordArray } from '../src/core/records.js'
import type { FittedModel } from '../src/forecast/forecast-fold.js'
import type { AnyModel } from '../src/forecast/model.js'
import type { FittedTransform, FoldState, FoldTransform } from '../src/samples/fold-transform.js'
import { foldTransformOf } from '../src/samples/fold-transforms.js'

const KIND = 'trained-model'

/** A transform in the header of a file: its arrays are beside the others, under its position and their names. */
interface TransformHeader {
  readonly name: string
  readonly arrays: readonly string[]
}

interface Header {
  readonly model: string
  readonly scaled: boolean
  readonly transforms: readonly TransformHeader[]
}

function arrayName(position: number, name: string): string {
  return `transform:${position}:${name}`
}

/** A fitted model with its transforms and its scaler as bytes. */
export function encodeFitted(model: AnyModel, { state, transforms = [], scaler }: FittedModel): Uint8Array {
  const header: Header = {
    model: model.name,
    scaled: scaler !== undefined,
    transforms: transforms.map((fitted) => ({ name: fitted.transform.name, arrays: Object.keys(fitted.state) })),
  }
  const learnt = transforms.flatMap((fitted, i) =>
    Object.entries(fitted.state).map(([name, values]): [string, Float64Array] => [arrayName(i, name), values]),
  )
  return encodeRecord({
    kind: KIND,
    header,
    arrays: {
      state: model.save(state),
      ...Object.fromEntries(learnt),
      ...(scaler === undefined ? {} : { centre: scaler.centre, scale: scaler.scale }),
    },
  })
}

function transformNamed(name: string): FoldTransform {
  try {
    return foldTransformOf(name)
  } catch (error) {
    throw error instanceof ConfigError ? new ArtifactError(error.message) : error
  }
}

function decodeTransforms(
  headers: readonly TransformHeader[],
  arrays: Readonly<Record<string, RecordArray>>,
): FittedTransform[] {
  return headers.map((header, i) => {
    const entries = header.arrays.map((name): [string, Float64Array] => {
      const values = arrays[arrayName(i, name)]
      if (!(values instanceof Float64Array)) throw new ArtifactError(`holds no ${name} of "${header.name}"`)
      return [name, values]
    })
    const state: FoldState = Object.fromEntries(entries)
    return { transform: transformNamed(header.name), state }
  })
}

/** @throws ArtifactError when the bytes are damaged or hold another model */
export function decodeFitted(model: AnyModel, bytes: Uint8Array): FittedModel {
  const { header, arrays } = decodeRecord(bytes, KIND)
  const { model: name, scaled, transforms: headers } = header as Header
  if (name !== model.name) throw new ArtifactError(`holds a "${name}", expected a "${model.name}"`)
  if (!(arrays.state instanceof Uint8Array)) throw new ArtifactError('holds no state')
  if (!Array.isArray(headers)) throw new ArtifactError('does not list its transforms: train it again')
  const state: unknown = model.load(arrays.state)
  const transforms = decodeTransforms(headers, arrays)
  if (!scaled) return { state, transforms }
  const { centre, scale } = arrays
  if (!(centre instanceof Float64Array && scale instanceof Float64Array)) throw new ArtifactError('holds no scaler')
  return { state, transforms, scaler: { centre, scale } }
}
