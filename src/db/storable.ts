/*
 * Texts as every database can keep them. One refuses NUL and halves of surrogate pairs, which JSON may carry; the other keeps them, or not. So
 * they become U+FFFD at the door, in what is written and in what is looked for alike.
 */

const UNSTORABLE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g

/** The same as JSON writes it. Found after a backslash it is a false alarm, which costs time and nothing else. */
const UNSTORABLE_IN_JSON = /\\u(0000|d[89a-f])/i

export const storableText = (text: string): string => text.replace(UNSTORABLE, '\uFFFD')

/** The same for all texts within JSON. */
export const storableJson = (text: string): string =>
  // The plain search is many times as fast, and hardly any text needs the other.
  text.includes('\\u') && UNSTORABLE_IN_JSON.test(text) ? JSON.stringify(storable(JSON.parse(text))) : text

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [storableText(name), storable(held)]))
  return value
}
