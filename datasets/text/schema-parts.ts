import { z } from 'zod'
import { parseSession } from '../../src/core/calendar.js'

/** Values that documents written by people are made of: experiments, families. */
export const isoDate = z
  .string({ error: 'expected a date, YYYY-MM-DD' })
  .refine((text) => !Number.isNaN(parseSession(text)), { error: 'expected a date that exists, YYYY-MM-DD' })
export const symbol = z
  .string({ error: 'expected a ticker symbol in quotes' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._^=-]{0,31}$/, { error: 'expected a ticker symbol' })
export const sessions = z.int().min(1).max(100_000)
/** A file or folder below the data folder; whether it leads out is checked where it is opened. */
export const path = z.string().min(1).max(1000)
