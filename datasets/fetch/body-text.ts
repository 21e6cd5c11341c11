import type { z } from 'zod'
import { DataError } from '../../src/core/errors.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'

const HTML = /^\s*(<!doctype html|<html|<head|<body|<script)/i
const TITLE = /<title[^>]*>([^<]*)</i

/** The text of an HTML page's title; undefined when the text is no HTML page. */
export function htmlTitle(text: string): string | undefined {
  return HTML.test(text) ? (TITLE.exec(text)?.[1].trim() ?? '') : undefined
}

/**
 * The text of an answer that should hold data.
 * @param label - the address it came from, for messages
 * @throws DataError when it is empty, not UTF-8, or an HTML page
 */
export function bodyText(body: Uint8Array, label: string): string {
  const text = decodeText({ file: label, bytes: body })
  if (text.trim() === '') throw new DataError({ file: label }, 'the answer is empty')
  const title = htmlTitle(text)
  if (title !== undefined)
    throw new DataError(
      { file: label },
      `the answer is an HTML page${title === '' ? '' : ` (${quoted(title)})`}, not data`,
    )
  return text
}

/**
 * A JSON answer of a known shape.
 * @throws DataError when it is not JSON, or of another shape: the first field at fault is named
 */
export function jsonBody<T>(text: string, schema: z.ZodType<T>, label: string): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new DataError({ file: label }, `the answer is not JSON: ${quoted(text.trim())}`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new DataError({ file: label, field: issue.path.join('.') || 'answer' }, issue.message)
}
