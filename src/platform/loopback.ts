import type { Client, Envelope } from '../http/types.js'

/** A proxy on this machine that we were not told to trust makes the whole world look local: what it forwards is not from loopback. */
export const isLoopback = ({ address, fromTrustedProxy }: Client, headers: Envelope['headers']): boolean =>
  (address.startsWith('127.') || address === '::1') && (fromTrustedProxy || headers['x-forwarded-for'] === undefined)
