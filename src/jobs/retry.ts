import { HOUR, MINUTE, SECOND } from '../lib/time.js'

/** Tries after which a job is given up: at most a day and a half after the first. */
export const MAX_ATTEMPTS = 25

/** Up to this failure the pause is at most a minute, so that what heals soon is done soon. */
const QUICK = 12

/**
 * Milliseconds until a job is tried again after its `failures`-th failure: 1 s, doubling up to a minute; from the twelfth on doubling
 * again, up to six hours. A quarter is left to chance, so that what failed together does not come back together.
 */
export function retryDelay(failures: number, random: number): number {
  const delay = failures <= QUICK ? Math.min(MINUTE, SECOND * 2 ** (failures - 1)) : Math.min(6 * HOUR, MINUTE * 2 ** (failures - QUICK))
  return Math.round(delay * (0.75 + random / 4))
}
