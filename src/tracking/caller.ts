import type { Envelope } from '../http/types.js'
import { parseAddress } from '../lib/address.js'
import { Invalid } from '../lib/errors.js'

/** The visitor's own address and browser, as far as they are known. */
export interface Device {
  readonly clientIp?: string
  readonly userAgent?: string
}

/** No browser sends a longer one, and it is stored with each visit. */
const MAX_USER_AGENT = 1024

const IP_HEADER = 'x-adtarget-client-ip'
const AGENT_HEADER = 'x-adtarget-client-user-agent'

/**
 * Whom a call with a key is made for: the headers say, else the body. The call's own address is that of a back end, and says nothing.
 * @throws Invalid when what should be an address is none
 */
export function deviceToldBy({ headers }: Pick<Envelope, 'headers'>, body: Device): Device {
  const header = headers[IP_HEADER]?.toString().trim()
  const [name, text] = header ? ['X-Adtarget-Client-IP', header] : ['clientIp', body.clientIp?.trim()]
  const address = text ? parseAddress(text) : undefined
  if (text && !address) throw new Invalid(`${name}: must be an IPv4 or IPv6 address`)
  return device(address?.toString(), headers[AGENT_HEADER]?.toString() || body.userAgent)
}

/** Whose call of a page this is: its own sender's, unless a proxy that is trusted names another. */
export function deviceOfPage({ headers, client }: Pick<Envelope, 'headers' | 'client'>): Device {
  const told = client.fromTrustedProxy
  const address = told ? parseAddress(headers[IP_HEADER]?.toString().trim() ?? '') : undefined
  const agent = told ? headers[AGENT_HEADER]?.toString() : undefined
  return device(address?.toString() ?? client.address, agent || headers['user-agent'])
}

const device = (clientIp: string | undefined, userAgent: string | undefined): Device => ({
  ...(clientIp && { clientIp }),
  ...(userAgent && { userAgent: userAgent.slice(0, MAX_USER_AGENT) }),
})
