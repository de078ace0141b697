import { isIP } from 'node:net'

export type Fields = Record<string, unknown>

/** A fault of an event, in words that name the field. */
export type Fault = string | undefined

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const DIGEST = /^[0-9a-f]{64}$/

/** The first fault there is. Checks are put off, so that none runs behind another that failed. */
export function first(...checks: (() => Fault)[]): Fault {
  for (const check of checks) {
    const fault = check()
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Keys that the service does not document: a sender that has them sends what it should not. */
export const onlyKeys = (value: Fields, known: ReadonlySet<string>, where: string): Fault => {
  for (const key in value) if (!known.has(key)) return `${where}.${key} is not a known parameter`
  return undefined
}

/** A digest, or a list of digests, where it is there at all. */
export function hashed(value: unknown, where: string): Fault {
  if (value === undefined) return undefined
  const list = Array.isArray(value) ? value : [value]
  if (list.length === 0) return `${where} is empty`
  return list.every(item => typeof item === 'string' && DIGEST.test(item))
    ? undefined
    : `${where} must be SHA-256, 64 lower-case hex digits`
}

/** A text that stays as it is, where it is there at all. */
export function clear(value: unknown, where: string): Fault {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '') return `${where} must be a text`
  return DIGEST.test(value) ? `${where} must not be hashed` : undefined
}

export const address = (value: unknown, where: string): Fault =>
  value === undefined || (typeof value === 'string' && isIP(value) !== 0) ? undefined : `${where} must be an IP address, not hashed`

export const text = (value: unknown, where: string, max = 100): Fault =>
  typeof value === 'string' && value !== '' && value.length <= max ? undefined : `${where} is required`

/** Seconds since 1970, not in the future and not longer ago than so many days. */
export function seconds(value: unknown, where: string, now: number, days: number): Fault {
  if (!Number.isInteger(value)) return `${where} must be a Unix time in whole seconds`
  const at = (value as number) * 1000
  if (at > now + 15 * 60_000) return `${where} is in the future`
  return at < now - days * 86_400_000 ? `${where} is more than ${days} days ago` : undefined
}

/** `value` and `currency` belong together. */
export function money(fields: Fields, where: string, isNeeded: boolean): Fault {
  const { value, currency } = fields
  if (value === undefined && currency === undefined) return isNeeded ? `${where} needs value and currency` : undefined
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return `${where}.value must be a number`
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? undefined : `${where}.currency must be of ISO 4217`
}
