import { z } from 'zod'
import { isoDate, symbol } from '../text/schema-parts.js'

const text = z.string().min(1).max(200)
const fraction = z.number().min(0).max(1)

/** A family as its user writes it; who wrote it is the source of all that is in it. */
export const familySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'expected lower-case letters, digits and hyphens' }),
  label: text,
  issuer: text,
  scheme: z.enum(['GICS', 'ICB']),
  base: text,
  weighting: z.enum(['market-cap', 'equal', 'fundamental']),
  /** Share of the market's value that the base index holds. */
  coverage: fraction.optional(),
  /** Yearly cost as a fraction. */
  expenseRatio: fraction.optional(),
  members: z
    .array(
      z.strictObject({
        symbol,
        sector: z.string(),
        firstSession: isoDate,
        lastSession: isoDate.optional(),
        label: text.optional(),
        /** Other sectors that the fund holds for as long as they have none of their own. */
        combines: z.array(z.string()).optional(),
      }),
    )
    .min(1, { error: 'expected at least one fund' })
    .max(1000),
})

export type FamilyDocument = z.output<typeof familySchema>
