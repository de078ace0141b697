import { hash } from 'node:crypto'

/** 64 bits from which every random number of one request follows. */
export interface Seed {
  readonly high: number
  readonly low: number
}

/** What a draw decides. Draws for different ends are independent, even under the same key. */
export const END = { explore: 1, rank: 2, pacing: 3 } as const

export type End = (typeof END)[keyof typeof END]

/** The seed of a request, from text that is stored with it: whoever has the text has every draw again. */
export function seedOf(text: string): Seed {
  const digest = hash('sha256', text, 'buffer')
  return { high: digest.readUInt32LE(0), low: digest.readUInt32LE(4) }
}

/** A stable 32-bit key of an id, for draws that must not depend on where the id stands in a list. */
export const keyOf = (id: string): number => hash('sha256', id, 'buffer').readUInt32LE(0)

/** Wellons' `triple32`, a bijection of 32 bits with nearly no bias (github.com/skeeto/hash-prospector). */
function mix(word: number): number {
  let x = word
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb)
  x = Math.imul(x ^ (x >>> 11), 0xac4c1b51)
  x = Math.imul(x ^ (x >>> 15), 0x31848bab)
  return (x ^ (x >>> 14)) >>> 0
}

/**
 * A number in [0, 1) with 53 random bits that depends on seed, end and key alone. A counter-based generator (Salmon et al., "Parallel
 * random numbers: as easy as 1, 2, 3", 2011) has no state to carry: draws may be made in any order, left out, or made again years later.
 */
export function draw(seed: Seed, end: End, key: number): number {
  const inner = mix((seed.low ^ key) + Math.imul(end, 0x9e3779b9))
  const first = mix(inner ^ seed.high)
  const second = mix(inner + seed.high + 0x85ebca6b)
  return ((first >>> 5) * 67108864 + (second >>> 6)) / 9007199254740992
}
