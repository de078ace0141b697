/**
 * A pure function of a text that remembers its latest results: at least `capacity` of them, at most twice as many. Two generations of a
 * map cost one look-up for a text in use and forget by dropping a whole map, where a list in order of use would be written to on every read.
 */
export function remember<Value extends NonNullable<unknown>>(capacity: number, make: (text: string) => Value): (text: string) => Value {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  return text => {
    const known = young.get(text)
    if (known !== undefined) return known
    const value = old.get(text) ?? make(text)
    if (young.size >= capacity) {
      old = young
      young = new Map()
    }
    young.set(text, value)
    return value
  }
}
