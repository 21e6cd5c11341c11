/** Running moments of the gradient; changed in place by each step. */
export interface AdamMoments {
  steps: number
  /** [nParameters] */
  readonly first: Float64Array
  /** [nParameters] */
  readonly second: Float64Array
}

const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-8

/** Moments before the first step. */
export function createAdamMoments(nParameters: number): AdamMoments {
  return { steps: 0, first: new Float64Array(nParameters), second: new Float64Array(nParameters) }
}

/**
 * One step of Adam with bias correction and decoupled weight decay; changes parameters and moments in place.
 * @param parameters - [nParameters]
 * @param gradients - [nParameters]
 * @param decay - [nParameters], decoupled weight decay of each parameter per unit of learning rate; 0 for none
 * @param learningRate - step size, above 0
 * @see Kingma and Ba (2015); Loshchilov and Hutter (2019) for the decay
 */
export function adamStep(
  parameters: Float64Array,
  gradients: Float64Array,
  decay: Float64Array,
  moments: AdamMoments,
  learningRate: number,
): void {
  const { first, second } = moments
  moments.steps++
  const stepSize = learningRate / (1 - BETA_1 ** moments.steps)
  const secondCorrection = Math.sqrt(1 - BETA_2 ** moments.steps)
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]
    first[i] = BETA_1 * first[i] + (1 - BETA_1) * gradient
    second[i] = BETA_2 * second[i] + (1 - BETA_2) * gradient * gradient
    parameters[i] -= learningRate * decay[i] * parameters[i]
    parameters[i] -= (stepSize * first[i]) / (Math.sqrt(second[i]) / secondCorrection + EPSILON)
  }
}

/**
 * Shortens the gradient in place where its Euclidean norm exceeds `maxNorm`, keeping its direction.
 * @returns the norm before
 * @see torch.nn.utils.clip_grad_norm_ (the same guard against a division by 0)
 */
export function clipGradientNorm(gradients: Float64Array, maxNorm: number): number {
  let squares = 0
  for (const gradient of gradients) squares += gradient * gradient
  const norm = Math.sqrt(squares)
  const factor = maxNorm / (norm + 1e-6)
  if (factor < 1) for (let i = 0; i < gradients.length; i++) gradients[i] *= factor
  return norm
}
