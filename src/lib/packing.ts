import { decodeId, encodeId, ID_LENGTH } from './id.js'

/** The most a pack can hold, in bytes. */
const CAPACITY = 4096

/**
 * Writes fields one behind the other in as few bytes as they need, for tokens that travel in URLs. There are no field names: the reader
 * takes the same fields in the same order. One packer may serve any number of packs, one at a time.
 */
export class Packer {
  private readonly bytes = Buffer.allocUnsafe(CAPACITY)
  private at = 0

  /** Begins a pack: whatever an earlier one left, finished or not, is gone. */
  start(): this {
    this.at = 0
    return this
  }

  /** A whole number from 0 to 255. */
  byte(value: number): this {
    this.bytes[this.at++] = value
    return this
  }

  /** A whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first, the top bit says that more follow. */
  uint(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a whole number from 0 to 2^53 - 1`)
    let rest = value
    while (rest >= 128) {
      this.bytes[this.at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.at++] = rest
    return this
  }

  text(value: string | null): this {
    if (value === null) return this.byte(0)
    const length = Buffer.byteLength(value)
    this.uint(length + 1)
    if (this.at + length > CAPACITY) throw new RangeError(`a pack holds at most ${CAPACITY} bytes`)
    this.at += this.bytes.write(value, this.at)
    return this
  }

  /** An id of a known prefix: 17 bytes for one that `newId` made, its text for any other. */
  id(prefix: string, id: string): this {
    const own = id.length === prefix.length + 1 + ID_LENGTH && id.startsWith(prefix) && id[prefix.length] === '_'
    if (!own || !decodeId(id.slice(prefix.length + 1), this.bytes, this.at + 1)) return this.text(id)
    this.bytes[this.at] = 0
    this.at += 17
    return this
  }

  /** Eight bytes given as 16 lower-case hexadecimal characters. */
  hash(hex: string): this {
    if (this.bytes.write(hex, this.at, 8, 'hex') !== 8) throw new RangeError('a hash has 16 hexadecimal characters')
    this.at += 8
    return this
  }

  /** The pack. Its bytes are overwritten by the next one. @throws RangeError when it was too much */
  take(): Buffer {
    if (this.at > CAPACITY) throw new RangeError(`a pack holds at most ${CAPACITY} bytes`)
    return this.bytes.subarray(0, this.at)
  }
}

/** Reads what a packer wrote. @throws RangeError behind the end */
export class Unpacker {
  private at = 0

  constructor(private readonly bytes: Buffer) {}

  byte(): number {
    return this.bytes.readUInt8(this.at++)
  }

  uint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }

  text(): string | null {
    const length = this.uint()
    return length === 0 ? null : this.slice(length - 1).toString()
  }

  id(prefix: string): string {
    if (this.bytes[this.at] !== 0) return this.text() ?? ''
    this.at++
    return `${prefix}_${encodeId(this.slice(16))}`
  }

  hash(): string {
    return this.slice(8).toString('hex')
  }

  private slice(length: number): Buffer {
    const end = this.at + length
    if (end > this.bytes.length) throw new RangeError('the pack ends here')
    const slice = this.bytes.subarray(this.at, end)
    this.at = end
    return slice
  }
}
