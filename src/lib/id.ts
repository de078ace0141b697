import { randomFillSync } from 'node:crypto'

/** Crockford's base32, lower case: no letter that is read as another, and its order is the order of the bytes. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Characters of an id behind its prefix and underscore. */
export const ID_LENGTH = 26

/** Random numbers are drawn from the system a thousand at a time: one by one they would be half of what an id costs. */
const drawn = new Uint32Array(1024)
let unused = 0

function random(): number {
  if (unused === 0) unused = randomFillSync(drawn).length
  return drawn[--unused]!
}

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

/** A clock that steps back by no more than so many milliseconds is held. */
const HELD = 10_000

const MAX_TIME = 2 ** 48 - 1
const MAX_LOW = 2 ** 30 - 1

/** The latest id: its milliseconds, as text too, and the two parts of its counter, of 12 and 30 bits, which begin anywhere and of which the second counts. */
let latest = Number.NEGATIVE_INFINITY
let time = ''
let high = 0
let low = 0

function begin(at: number): void {
  if (!Number.isInteger(at) || at < 0 || at > MAX_TIME) throw new RangeError(`${at} is no time in milliseconds`)
  latest = at
  time = ''
  for (let rest = at, i = 0; i < 5; i++, rest = Math.floor(rest / 1024)) time = PAIRS[rest % 1024]! + time
  high = random() >>> 20
  low = random() >>> 2
}

/**
 * A new id: the prefix, an underscore and a UUIDv7, so that ids of one kind sort by the time they were made: 48 bits of time, the version, a counter of
 * 42 bits around the variant, and 32 random bits (RFC 9562, 5.7 and 6.2, method 1). It is spelled as it is made, ten bits at a time: every request
 * makes three. `now` is epoch milliseconds. A clock that steps back by up to ten seconds is held, so that the order stays.
 * @throws RangeError when `now` is no time that fits in 48 bits
 */
export function newId(prefix: string, now = Date.now()): string {
  if (!(now <= latest && now >= latest - HELD)) begin(now)
  else if (low < MAX_LOW) low++
  else begin(latest + 1)
  const last = random()
  const counter =
    PAIRS[0x1c0 | (high >>> 6)]! + PAIRS[((high & 63) << 4) | 8 | (low >>> 28)]! + PAIRS[(low >>> 18) & 1023]! + PAIRS[(low >>> 8) & 1023]!
  return `${prefix}_${time}${counter}${PAIRS[((low & 255) << 2) | (last >>> 30)]}${PAIRS[(last >>> 20) & 1023]}${PAIRS[(last >>> 10) & 1023]}${PAIRS[last & 1023]}`
}

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
