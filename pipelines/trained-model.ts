import { ArtifactError } from '../src/core/errors.js'
import { decodeRecord, encodeRecord } from '../src/core/records.js'
import type { FittedModel } from '../src/forecast/forecast-fold.js'
import type { AnyModel } from '../src/forecast/model.js'

const KIND = 'trained-model'

/** A fitted model with its scaler as bytes. */
export function encodeFitted(model: AnyModel, { state, scaler }: FittedModel): Uint8Array {
  return encodeRecord({
    kind: KIND,
    header: { model: model.name, scaled: scaler !== undefined },
    arrays: {
      state: model.save(state),
      ...(scaler === undefined ? {} : { centre: scaler.centre, scale: scaler.scale }),
    },
  })
}

/** @throws ArtifactError when the bytes are damaged or hold another model */
export function decodeFitted(model: AnyModel, bytes: Uint8Array): FittedModel {
  const { header, arrays } = decodeRecord(bytes, KIND)
  const { model: name, scaled } = header as { model: string; scaled: boolean }
  if (name !== model.name) throw new ArtifactError(`holds a "${name}", expected a "${model.name}"`)
  if (!(arrays.state instanceof Uint8Array)) throw new ArtifactError('holds no state')
  const state: unknown = model.load(arrays.state)
  if (!scaled) return { state }
  const { centre, scale } = arrays
  if (!(centre instanceof Float64Array && scale instanceof Float64Array)) throw new ArtifactError('holds no scaler')
  return { state, scaler: { centre, scale } }
}
