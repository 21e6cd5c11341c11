/** Tells a person how far a run is; never part of a result. */
export type Progress = (message: string) => void
