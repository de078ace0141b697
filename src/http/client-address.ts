import { canonicalAddress, isIPv6, isWithin, type Network, parseAddress, parseNetwork } from '../lib/address.js'
import { remember } from '../lib/remember.js'
import type { Client } from './types.js'

/** Whose `X-Forwarded-For` is believed: so many proxies in a row, the connecting one first, or any proxy in these networks. */
export type TrustProxy = { readonly hops: number } | { readonly networks: readonly Network[] }

/** Who a request comes from, by the socket's address and the `X-Forwarded-For` header. */
export type ClientAddress = (socketAddress: string, forwardedFor: string | string[] | undefined) => Client

/** Words for networks. `private` is what RFC 1918 and RFC 4193 set aside for one's own machines. */
const NAMED_NETWORKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
])

/** More proxies in a row than anyone has: a larger count is a slip, and would let the visitor choose his address. */
const MAX_HOPS = 16

/** Socket addresses, and headers, whose answer is kept at hand. */
const REMEMBERED = 16_384

/** A longer header is worked out each time: what a visitor writes into it must not fill the memory. */
const LONGEST_REMEMBERED = 100

/**
 * Reads the setting `TRUST_PROXY`: a number of proxies, or networks and the words `loopback` and `private`. Absent: no proxy is trusted.
 * @throws Error saying what the value must be; config puts the setting's name before it
 */
export function parseTrustProxy(text: string | undefined): TrustProxy {
  const words = (text ?? '').split(',').map(word => word.trim())
  const [only = ''] = words
  if (words.length === 1 && /^\d*$/.test(only)) {
    const hops = Number(only)
    if (hops > MAX_HOPS) throw new Error(`must be at most ${MAX_HOPS} proxies, not ${only}`)
    return { hops }
  }
  return { networks: words.flatMap(word => NAMED_NETWORKS.get(word.toLowerCase()) ?? [word]).map(toNetwork) }
}

function toNetwork(word: string): Network {
  const network = parseNetwork(word)
  if (network === undefined) {
    throw new Error(`must be a number of proxies (1) or a list of networks (10.0.0.0/8, loopback, private): "${word}" is neither`)
  }
  return network
}

/**
 * The header is walked from its right end, where the nearest proxy wrote, for as long as the writer is trusted: what stands further left
 * could be the visitor's own invention. An entry that is no address ends the walk at the last good one, and a header shorter than the
 * count of proxies ends it at its left end. Addresses come out in canonical form; a socket without an address (already closed) gives ''.
 */
export function createClientAddress(trust: TrustProxy): ClientAddress {
  const isProxy = (address: string, hop: number) =>
    'hops' in trust ? hop < trust.hops : trust.networks.some(network => isWithin(parseAddress(address)!, network))

  const peerOf = remember<Client>(REMEMBERED, socketAddress => {
    const address = canonicalAddress(socketAddress)
    return Object.freeze(
      address === undefined ? { address: socketAddress, fromTrustedProxy: false } : { address, fromTrustedProxy: isProxy(address, 0) },
    )
  })

  /** Whom the header of a trusted peer leads to; '' when its last entry is no address. */
  function behind(header: string): Client {
    let client = ''
    for (let hop = 1, end = header.length; end > 0; hop++) {
      const comma = header.lastIndexOf(',', end - 1)
      const address = parseEntry(header.slice(comma + 1, end).trim())
      if (address === undefined) break
      client = address
      if (!isProxy(address, hop)) break
      end = comma
    }
    return Object.freeze({ address: client, fromTrustedProxy: true })
  }
  const recently = remember(REMEMBERED, behind)

  return (socketAddress, forwardedFor) => {
    const peer = peerOf(socketAddress)
    if (forwardedFor === undefined || !peer.fromTrustedProxy) return peer
    const header = typeof forwardedFor === 'string' ? forwardedFor : forwardedFor.join(',')
    const client = header.length <= LONGEST_REMEMBERED ? recently(header) : behind(header)
    return client.address === '' ? peer : client
  }
}

/** An entry of `X-Forwarded-For`, with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:443`. */
const parseEntry = (entry: string): string | undefined =>
  canonicalAddress(entry) ?? canonicalAddress(/^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry)?.slice(1).find(Boolean) ?? '')

/** The key that limits and counts by address use: an IPv4 address whole, of an IPv6 address its /64, since one customer holds no less. */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address
  const parsed = parseAddress(address)
  if (parsed === undefined) return address
  if (!isIPv6(parsed)) return parsed.toString()
  const [a, b, c, d] = parsed.parts as [number, number, number, number]
  return `${a.toString(16)}:${b.toString(16)}:${c.toString(16)}:${d.toString(16)}::/64`
}
