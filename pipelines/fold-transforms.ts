import type { FoldTransform } from '../src/samples/fold-transform.js'
import { foldTransformOf } from '../src/samples/fold-transforms.js'
import type { Experiment } from './experiment-schema.js'

/** Names of an experiment's transforms, as trained models hold them. */
export function transformNames({ transforms }: Pick<Experiment, 'transforms'>): string[] {
  return transforms.map((transform) => (transform === 'outlier-index' ? 'outlier_index' : `pca_${transform.pca}`))
}

/** An experiment's transforms, in order. */
export function transformsOf(experiment: Pick<Experiment, 'transforms'>): FoldTransform[] {
  return transformNames(experiment).map(foldTransformOf)
}
