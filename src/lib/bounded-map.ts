/** A map that holds at most `limit` entries and lets go of the one that was used longest ago. */
export class BoundedMap<K, V> {
  private readonly entries = new Map<K, V>()

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.entries.size
  }

  /** The value, which counts as a use. */
  get(key: K): V | undefined {
    const value = this.entries.get(key)
    if (value !== undefined) {
      // A Map keeps the order of insertion: the least recently used stands first.
      this.entries.delete(key)
      this.entries.set(key, value)
    }
    return value
  }

  /** The value, without counting as a use. */
  peek(key: K): V | undefined {
    return this.entries.get(key)
  }

  set(key: K, value: V): void {
    this.entries.delete(key)
    if (this.entries.size >= this.limit) this.entries.delete(this.entries.keys().next().value as K)
    this.entries.set(key, value)
  }
}
