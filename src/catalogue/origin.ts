import { remember } from '../lib/remember.js'

/** An `Origin` header taken apart. The host is lower case and without port; IPv6 keeps its brackets. */
export interface Origin {
  readonly scheme: string
  readonly host: string
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a host is this very machine, where no certificate is to be had and developers work. */
export const isLocalHost = (host: string): boolean => LOCAL.has(host)

/** Longest origin that is kept at hand: what a visitor writes must not fill the memory. */
const LONGEST_REMEMBERED = 100

/** @returns undefined for anything that is no http(s) origin, such as `null` of a sandboxed frame */
export const parseOrigin = (text: string): Origin | undefined =>
  (text.length <= LONGEST_REMEMBERED ? recently(text) : parse(text)) || undefined

function parse(text: string): Origin | false {
  const [, scheme, host] = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/i.exec(text) ?? []
  return scheme && host ? { scheme: scheme.toLowerCase(), host: host.toLowerCase() } : false
}

/** Pages of few websites ask again and again, and each request asks twice. */
const recently = remember(1000, parse)

/** The `www.` twin of a host: `example.com` and `www.example.com` stand for each other. */
export const twinOf = (host: string): string => (host.startsWith('www.') ? host.slice(4) : `www.${host}`)

/** Whether pages of this origin speak for a website: its domain or the twin over https, the local machine over http too. */
export function originMatches(
  { scheme, host }: Origin,
  website: { readonly domain: string; readonly allowDevOverrides: boolean },
): boolean {
  const local = isLocalHost(host)
  if (scheme !== 'https' && !local) return false
  return host === website.domain || host === twinOf(website.domain) || (local && website.allowDevOverrides)
}
