import { parseNetwork } from '../../src/lib/address.js'

/** What a record may hold. Numbers are written as unsigned 32-bit integers. */
export type MmdbValue = string | number | boolean | readonly MmdbValue[] | { readonly [name: string]: MmdbValue }

type Node = [left: Node | number | undefined, right: Node | number | undefined]

/**
 * A database file in MaxMind's format, version 2.0, with 32-bit records: networks with what is known of them, wide ones before the narrow
 * ones within. https://maxmind.github.io/MaxMind-DB/
 */
export function mmdb(networks: readonly (readonly [network: string, record: MmdbValue])[], { type = 'Test', ipVersion = 6 } = {}): Buffer {
  const root: Node = [undefined, undefined]
  const nodes: Node[] = []
  const data: Buffer[] = []
  let size = 0
  for (const [network, record] of networks) {
    const [base, length] = parseNetwork(network)!
    const bits = base.toByteArray().flatMap(byte => [128, 64, 32, 16, 8, 4, 2, 1].map(bit => (byte & bit ? 1 : 0)))
    const padding = ipVersion === 6 && bits.length === 32 ? Array<0>(96).fill(0) : []
    insert(root, [...padding, ...bits.slice(0, length)], size)
    const bytes = encode(record)
    data.push(bytes)
    size += bytes.length
  }
  const collect = (node: Node): void => {
    nodes.push(node)
    for (const side of node) if (typeof side === 'object') collect(side)
  }
  collect(root)
  const tree = Buffer.alloc(nodes.length * 8)
  nodes.forEach((node, index) => {
    node.forEach((side, right) => {
      const value = side === undefined ? nodes.length : typeof side === 'number' ? nodes.length + 16 + side : nodes.indexOf(side)
      tree.writeUInt32BE(value, index * 8 + right * 4)
    })
  })
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: type,
    description: {},
    ip_version: ipVersion,
    languages: [],
    node_count: nodes.length,
    record_size: 32,
  }
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), encode(metadata)])
}

function insert(root: Node, bits: readonly (0 | 1)[], offset: number): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const side = node[bit]
    const next: Node = typeof side === 'object' ? side : [side, side]
    node[bit] = next
    node = next
  }
  node[bits.at(-1)!] = offset
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'boolean') return control(14, value ? 1 : 0)
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(6, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value as Record<string, MmdbValue>)
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([name, part]) => [encode(name), encode(part)])])
}

/** The control byte: type and size. Types above 7 stand in a byte of their own; sizes here stay below 285. */
function control(type: number, size: number): Buffer {
  const short = Math.min(size, 29)
  const head = type > 7 ? [short, type - 7] : [(type << 5) | short]
  return Buffer.from(size < 29 ? head : [...head, size - 29])
}
