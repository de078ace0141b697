import { type Address, parseAddress } from '../lib/address.js'
import { remember } from '../lib/remember.js'

/** Where a visitor is. */
export interface Place {
  /** ISO 3166-1 alpha-2, upper case; null when unresolved. */
  readonly country: string | null
  /** ISO 3166-2 subdivision, upper case and without the country prefix (`NJ`); null when unresolved. */
  readonly region: string | null
  /** The provider that knew; null when none did. */
  readonly provider: string | null
  /** True when the provider knows the network to belong to a data centre; absent when it does not say. */
  readonly dataCentre?: boolean
}

/** What a provider may look at. */
export interface GeoQuery {
  readonly address: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Whether a trusted proxy vouches for the headers. */
  readonly fromTrustedProxy: boolean
}

/** One source of locations. It never throws: undefined means that it does not know the country. */
export interface GeoProvider {
  readonly name: string
  /** Whether it knows of any network that it is a data centre's. */
  readonly knowsDataCentres: boolean
  locate(query: GeoQuery): Place | undefined
}

export const NOWHERE: Place = Object.freeze({ country: null, region: null, provider: null })

/** Two letters that stand where a country should but name none: unknown, regions of old databases, the code users may assign themselves. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['XX', 'ZZ', 'AA', 'EU', 'AP'])

/** Addresses whose place is kept at hand, at least, for each provider that goes by the address: a few megabytes. */
const KNOWN_ADDRESSES = 32_768

/** A source's country and region in our form; undefined when the country is none. `UK` is read as `GB`; a region that is no code is null. */
export function toPlace(provider: string, country: unknown, region: unknown, dataCentre: boolean): Place | undefined {
  const code = countryCode(country)
  if (code === undefined) return undefined
  const place = { country: code, region: regionCode(region, code) ?? null, provider }
  return Object.freeze(dataCentre ? { ...place, dataCentre } : place)
}

function countryCode(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z]{2}$/.test(value)) return undefined
  const code = value.toUpperCase()
  return code === 'UK' ? 'GB' : NO_COUNTRY.has(code) ? undefined : code
}

function regionCode(value: unknown, country: string): string | undefined {
  if (typeof value !== 'string') return undefined
  const code = value.toUpperCase()
  return /^[A-Z0-9]{1,3}$/.exec(code.startsWith(`${country}-`) ? code.slice(country.length + 1) : code)?.[0]
}

/** A provider that goes by the address alone. Its answers are remembered, known or not; what is no address is nowhere. */
export function byAddress(name: string, knowsDataCentres: boolean, lookUp: (address: Address) => Place | undefined): GeoProvider {
  const placeOf = remember(KNOWN_ADDRESSES, text => {
    const address = parseAddress(text)
    return (address && lookUp(address)) ?? NOWHERE
  })
  return {
    name,
    knowsDataCentres,
    locate(query) {
      const place = placeOf(query.address)
      return place === NOWHERE ? undefined : place
    },
  }
}
