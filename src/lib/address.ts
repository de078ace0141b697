import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An IPv4 or IPv6 address. `toString()` gives its one canonical text (RFC 5952 for IPv6). */
export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A block of addresses: its first address (bits behind the prefix don't matter) and the length of its prefix in bits. */
export type Network = readonly [base: Address, length: number]

/**
 * The address a text means, or undefined when it is none. An IPv4-mapped IPv6 address is its IPv4 address; a zone id is dropped.
 * Node judges the text, since ipaddr.js alone would take `010.1.1.1` and `1.2` for addresses.
 */
export function parseAddress(text: string): Address | undefined {
  switch (isIP(text)) {
    case 4:
      return ipaddr.IPv4.parse(text)
    case 6: {
      const address = ipaddr.IPv6.parse(text.split('%', 1)[0]!)
      return isMapped(address) ? address.toIPv4Address() : address
    }
    default:
      return undefined
  }
}

/** The canonical text of an address, or undefined when it is none: of IPv4 there is no other, and it is taken apart for nothing. */
export const canonicalAddress = (text: string): string | undefined => (isIP(text) === 4 ? text : parseAddress(text)?.toString())

/** As ipaddr.js would say, which asks a dozen other ranges first. */
const isMapped = ({ parts }: ipaddr.IPv6): boolean => parts[5] === 0xffff && parts.slice(0, 5).every(part => part === 0)

export const isIPv6 = (address: Address): address is ipaddr.IPv6 => address instanceof ipaddr.IPv6

/** `10.0.0.0/8`, `fc00::/7` or a single address as a network; undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [, base = '', digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = parseAddress(base)
  if (address === undefined) return undefined
  const width = isIPv6(address) ? 128 : 32
  // The length of an IPv4-mapped network counts from the left of its IPv6 spelling.
  const length = digits === undefined ? width : Number(digits) - (base.includes(':') ? 128 - width : 0)
  return length >= 0 && length <= width ? [address, length] : undefined
}

export const isWithin = (address: Address, [base, length]: Network): boolean =>
  address.kind() === base.kind() && address.match(base, length)

/** What ipaddr.js calls the ranges that hosts of the internet live in. Every other name is a special purpose of the IANA registries. */
const HOST_RANGES: ReadonlySet<string> = new Set(['unicast', '6to4', 'teredo'])

/**
 * Whether a host of the public internet can have this address. Private, loopback, link-local, documentation, carrier-shared, multicast,
 * reserved and unspecified ones are not public, nor is IPv6 outside of 2000::/3, the only block that is given out (RFC 4291, RFC 6890).
 */
export const isPublic = (address: Address): boolean =>
  HOST_RANGES.has(address.range()) && (!isIPv6(address) || (address.parts[0]! & 0xe000) === 0x2000)
