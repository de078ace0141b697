import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { type Address, isIPv6, isPublic, isWithin, type Network, parseAddress, parseNetwork } from '../lib/address.js'

/** An address that must not be reached. Its message names the class of the address, and not the address itself. */
export class AddressRefused extends Error {}

/** Where a request may go. */
export interface AddressGuard {
  /** Why this address, as text, must not be reached; undefined: it may be. */
  refusal(address: string): string | undefined
  /** Resolves a name to those of its addresses that may be reached. The connection is made to these, so that no second answer of the name server can lead elsewhere. */
  readonly lookup: LookupFunction
}

/** ipaddr.js's names for ranges, in the field's words. */
const CLASSES: Readonly<Record<string, string>> = {
  linkLocal: 'link-local',
  uniqueLocal: 'unique local',
  deprecatedSiteLocal: 'site-local',
  carrierGradeNat: 'carrier-shared',
  rfc6052: 'translated',
}

/** Addresses by which clouds tell a machine its own credentials, and which lie outside of the ranges that are refused anyhow, or are worth their name. */
const METADATA = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254'].map(text => parseNetwork(text)!)

/** An IPv4 address in the last 32 bits of an IPv6 one: how hosts that have no IPv4 reach those that have nothing else (RFC 6052). */
const NAT64 = parseNetwork('64:ff9b::/96')!

/** Tunnels carry an IPv4 address inside, which the far end unpacks: nobody whom we call lives there any more (RFC 7526). */
const TUNNELS: ReadonlySet<string> = new Set(['6to4', 'teredo'])

/** @param allow networks that may be reached although they are not public */
export function createAddressGuard(allow: readonly Network[], lookup: LookupFunction = systemLookup as LookupFunction): AddressGuard {
  const refusal = (text: string): string | undefined => {
    const address = parseAddress(text)
    if (address === undefined) return 'is not an address'
    if (allow.some(network => isWithin(address, network))) return undefined
    const found = classOf(address)
    return found && `is no public address but ${found}, and OUTBOUND_ALLOW does not list it`
  }
  return {
    refusal,
    lookup: (hostname, options, callback) =>
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, [])
        const addresses = typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found
        const allowed = addresses.filter(({ address }) => refusal(address) === undefined)
        const [first] = allowed
        if (!first) {
          const why = addresses[0] ? refusal(addresses[0].address) : 'has no address'
          return callback(new AddressRefused(`${hostname} ${why}`) as NodeJS.ErrnoException, [])
        }
        if (options.all) callback(null, allowed)
        else callback(null, first.address, first.family)
      }),
  }
}

/** What kind of address it is when it is not one of a host on the internet. */
function classOf(address: Address): string | undefined {
  if (METADATA.some(network => isWithin(address, network))) return 'cloud metadata'
  if (isIPv6(address) && isWithin(address, NAT64)) return classOf(parseAddress(embedded(address.parts.slice(6)))!)
  const range = address.range()
  if (isPublic(address) && !TUNNELS.has(range)) return undefined
  return CLASSES[range] ?? (range === 'unicast' ? 'reserved' : range)
}

const embedded = (parts: readonly number[]): string => parts.flatMap(part => [part >> 8, part & 0xff]).join('.')
