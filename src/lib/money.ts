import { Invalid } from './errors.js'

/** Micro-units in one major unit: 1 USD = 1,000,000 micros. Sums of micros are exact up to 2^53, nine billion dollars. */
export const MICROS = 1_000_000

/**
 * An amount in major units, as JSON carries it, as integer micros (the nearest).
 * @throws Invalid when it is not finite or too large to be exact; `field` is named in the message.
 */
export function toMicros(amount: number, field = 'amount'): number {
  const micros = Math.round(amount * MICROS)
  if (!Number.isSafeInteger(micros)) throw new Invalid(`${field}: must be a finite amount below 9,000,000,000`)
  return micros
}

/** Integer micros as the JSON number of major units. */
export const fromMicros = (micros: number): number => micros / MICROS
