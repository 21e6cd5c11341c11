/** What a sum of weights may miss a limit by: a constraint at the same limit must not be blocked by the last bit of a double. */
export const ROUNDING = 1e-9
