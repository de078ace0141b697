import { createRequire } from 'node:module'
import { open, type Reader, type Response } from 'maxmind'
import { type Address, isIPv6, isPublic } from '../lib/address.js'
import type { Log } from '../lib/log.js'
import { byAddress, type GeoProvider, type Place, toPlace } from './place.js'

const NAME = 'mmdb'

/** The country database that comes with the server: registry data of the five RIRs, attribution in its package. */
const EMBEDDED = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'

/** Decoded records that the reader keeps; the records of a city file are large. */
const DECODED_RECORDS = 1024

/**
 * The fields we read of the record layouts in use: MaxMind's own (also DB-IP and IP2Location in that format), and the flat ones of
 * ip-location-db and IPinfo. Every field may be missing. https://dev.maxmind.com/geoip/docs/databases/
 */
interface PlaceRecord {
  readonly country?: string | { readonly iso_code?: string }
  readonly country_code?: string
  readonly subdivisions?: readonly { readonly iso_code?: string }[]
  readonly region_code?: string
  readonly is_hosting_provider?: boolean
  readonly traits?: { readonly is_hosting_provider?: boolean; readonly user_type?: string }
}

/**
 * Opens a MaxMind-format country or city file, by default the embedded one, and holds it in memory.
 * @throws Error naming the file, when it can't be read, is damaged, or names no countries
 */
export async function openMmdb(path: string | undefined, log: Log): Promise<GeoProvider> {
  const file = path ?? createRequire(import.meta.url).resolve(EMBEDDED)
  const reader = await openReader(file)
  log.info({ file, type: reader.metadata.databaseType, built: reader.metadata.buildEpoch }, 'geo database loaded')
  let damaged = false
  // The embedded one names countries and nothing else.
  return byAddress(NAME, path !== undefined, address => {
    try {
      return placeOf(reader, address)
    } catch (error) {
      // One bad record must not fail the requests of a whole network, nor say so with each of them.
      if (!damaged) log.error({ file, error: (error as Error).message }, 'geo database has damaged records: replace it')
      damaged = true
      return undefined
    }
  })
}

async function openReader(file: string): Promise<Reader<Response>> {
  try {
    const reader = await open<Response>(file, { cache: { max: DECODED_RECORDS } })
    probe(reader)
    return reader
  } catch (error) {
    throw new Error(`GEO_MMDB: ${file}: can't be used as a country database: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Reads one address of every /8, so that a damaged file, or one of another kind (networks, domains), is noticed when it is opened.
 * A file that knows none of these addresses may still be a small one of somebody's own.
 */
function probe(reader: Reader<Response>): void {
  const records = Array.from({ length: 223 }, (_, i) => read(reader, `${i + 1}.1.1.1`)).filter(record => record !== null)
  if (records.length > 0 && !records.some(toRecordPlace))
    throw new Error(`its records name no country (type ${reader.metadata.databaseType})`)
}

/** Special addresses have no country, whatever the file says: registries list documentation networks under whoever looks after them. */
function placeOf(reader: Reader<Response>, address: Address): Place | undefined {
  // The reader would walk an IPv4 tree by the first bits of an IPv6 address, and find something.
  if (!isPublic(address) || (isIPv6(address) && reader.metadata.ipVersion === 4)) return undefined
  const record = read(reader, address.toString())
  return record === null ? undefined : toRecordPlace(record)
}

/** The record of an address, in whichever layout: maxmind's own types know MaxMind's alone. */
const read = (reader: Reader<Response>, address: string) => reader.get(address) as PlaceRecord | null

function toRecordPlace(record: PlaceRecord): Place | undefined {
  const { country, country_code, subdivisions, region_code, traits } = record
  const hosting = record.is_hosting_provider === true || traits?.is_hosting_provider === true || traits?.user_type === 'hosting'
  return toPlace(
    NAME,
    country_code ?? (typeof country === 'object' ? country.iso_code : country),
    subdivisions?.[0]?.iso_code ?? region_code,
    hosting,
  )
}
