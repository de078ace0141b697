import { randomFillSync } from 'node:crypto'
import { V7Generator } from 'uuidv7'

/** Crockford's base32, lower case: no letter that is read as another, and its order is the order of the bytes. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Characters of an id behind its prefix and underscore. */
export const ID_LENGTH = 26

/** Random numbers are drawn from the system a thousand at a time: one by one they would be half of what an id costs. */
const drawn = new Uint32Array(1024)
let unused = 0

const generator = new V7Generator({
  nextUint32() {
    if (unused === 0) unused = randomFillSync(drawn).length
    return drawn[--unused]!
  },
})

/** Value of each character by its code; undefined for one that is none of ours. */
const VALUES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code))
  return value < 0 ? undefined : value
})

/** The two characters of ten bits. */
const PAIRS: readonly string[] = Array.from({ length: 1024 }, (_, bits) => ALPHABET[bits >>> 5]! + ALPHABET[bits & 31]!)

/** 16 bytes as 26 characters whose text order is the order of the bytes: 128 bits behind two zero bits, ten bits at a time. */
export function encodeId(bytes: Readonly<Uint8Array>): string {
  let text = ''
  let bits = 2
  let held = 0
  for (let i = 0; i < 16; i++) {
    held = (held << 8) | bytes[i]!
    bits += 8
    if (bits < 10) continue
    bits -= 10
    text += PAIRS[held >>> bits]!
    held &= (1 << bits) - 1
  }
  return text
}

/**
 * Writes the 16 bytes that `encodeId` made these 26 characters of.
 * @returns false when it made no such text: another length or character, or a number past 128 bits
 */
export function decodeId(text: string, into: Uint8Array, at = 0): boolean {
  if (text.length !== ID_LENGTH || text.charCodeAt(0) > 0x37) return false
  let bits = -2
  let held = 0
  let next = at
  for (let i = 0; i < ID_LENGTH; i++) {
    const value = VALUES[text.charCodeAt(i)]
    if (value === undefined) return false
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      into[next++] = held >>> bits
      held &= (1 << bits) - 1
    }
  }
  return true
}

/**
 * A new id: the prefix, an underscore and a UUIDv7 (RFC 9562), so that ids of one kind sort by the time they were made.
 * `now` is epoch milliseconds. A clock that steps back by up to ten seconds is held, so that the order stays.
 */
export const newId = (prefix: string, now = Date.now()): string => `${prefix}_${encodeId(generator.generateOrResetWithTs(now).bytes)}`

/** Epoch milliseconds at which an id was made: the 48 bits in front of a UUIDv7 are the first ten characters. */
export function timeOfId(id: string): number {
  const start = id.length - ID_LENGTH
  let time = 0
  for (let i = start; i < start + 10; i++) time = time * 32 + (VALUES[id.charCodeAt(i)] ?? Number.NaN)
  return time
}

/** The text before which every id of this prefix sorts that was made earlier than an instant, and none that was made then or later. */
export function firstId(prefix: string, at: number): string {
  const bytes = new Uint8Array(16) // a UUIDv7 begins with its milliseconds, in 48 bits
  new DataView(bytes.buffer).setBigUint64(0, BigInt(at) << 16n)
  return `${prefix}_${encodeId(bytes)}`
}
