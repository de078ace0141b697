import { readFile } from 'node:fs/promises'
import { type Address, parseNetwork } from '../lib/address.js'
import { byAddress, type GeoProvider, type Place, toPlace } from './place.js'

/** One line of the fixed table. */
export interface TableEntry {
  /** `10.0.0.0/8`, `2001:db8::/32` or a single address. */
  readonly network: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** ISO 3166-2 subdivision, with or without the country prefix. */
  readonly region?: string
  readonly dataCentre?: boolean
}

const FIELDS: ReadonlySet<string> = new Set(['network', 'country', 'region', 'dataCentre'] satisfies (keyof TableEntry)[])

/** A table from a JSON file: a list of entries. @throws Error naming the file, and the entry and field that is wrong */
export async function openTable(path: string): Promise<GeoProvider> {
  try {
    return createTable(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    throw new Error(`GEO_TABLE: ${path}: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * The place of a network as the operator states it; the narrowest network that holds the address wins. It speaks of private and other
 * special addresses too: unlike a database, an operator knows where his own networks are.
 * @throws Error naming the entry and field that is wrong
 */
export function createTable(entries: unknown): GeoProvider {
  if (!Array.isArray(entries)) throw new Error('must be a list of { "network", "country", "region", "dataCentre" }')
  const places = new Map<string, Place>()
  const lengths = new Set<number>()
  entries.forEach((entry: unknown, index) => {
    const { prefix, place } = readEntry(entry, `[${index}]`)
    if (places.has(prefix)) throw new Error(`[${index}].network: is in the table twice`)
    places.set(prefix, place)
    lengths.add(prefix.length)
  })
  const narrowestFirst = [...lengths].sort((a, b) => b - a)
  const knowsDataCentres = [...places.values()].some(({ dataCentre }) => dataCentre === true)
  return byAddress('table', knowsDataCentres, address => {
    const bits = bitsOf(address)
    for (const length of narrowestFirst) {
      const place = length <= bits.length ? places.get(bits.slice(0, length)) : undefined
      if (place !== undefined) return place
    }
    return undefined
  })
}

function readEntry(entry: unknown, at: string): { prefix: string; place: Place } {
  if (typeof entry !== 'object' || entry === null) throw new Error(`${at}: must be an object with "network" and "country"`)
  const { network, country, region, dataCentre = false } = entry as Record<string, unknown>
  const unknown = Object.keys(entry).find(field => !FIELDS.has(field))
  if (unknown !== undefined) throw new Error(`${at}.${unknown}: is not one of ${[...FIELDS].join(', ')}`)
  const parsed = typeof network === 'string' ? parseNetwork(network) : undefined
  if (parsed === undefined) throw new Error(`${at}.network: must be a network such as "10.0.0.0/8", or an address`)
  if (typeof dataCentre !== 'boolean') throw new Error(`${at}.dataCentre: must be true or false`)
  const place = toPlace('table', country, region, dataCentre)
  if (place === undefined) throw new Error(`${at}.country: must be an ISO 3166-1 code such as "US"`)
  if (region !== undefined && place.region === null) throw new Error(`${at}.region: must be an ISO 3166-2 code such as "NJ"`)
  const [base, length] = parsed
  return { prefix: bitsOf(base).slice(0, 1 + length), place }
}

/** The family and the bits of an address as text, so that a network's prefix is a text prefix: `4` or `6`, then zeros and ones. */
const bitsOf = (address: Address): string =>
  (address.kind() === 'ipv4' ? '4' : '6') +
  address
    .toByteArray()
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('')
