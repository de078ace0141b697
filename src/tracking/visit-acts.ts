import { isCountry } from '../catalogue/countries.js'
import { storableText } from '../db/storable.js'
import type { GeoResolver } from '../geo/geo.js'
import type { Envelope } from '../http/types.js'
import { Invalid } from '../lib/errors.js'
import type { Device } from './caller.js'
import { type ClickIds, clickIdsOf, type ToldOfClick, type Utm, utmOf } from './click-ids.js'
import type { Asked } from './idempotency.js'

/** What a page view is, whoever told it. */
export interface PageView {
  readonly href: string
  readonly referrer?: string | undefined
  readonly landingPage?: string | undefined
  readonly externalUserId?: string | undefined
  readonly clientIp?: string | undefined
  readonly userAgent?: string | undefined
  readonly country: string | null
  readonly place: { readonly city?: string; readonly region?: string }
  readonly clickIds: ClickIds
  readonly utm: Utm
}

/** A page view to be stored. Ids that are not there are made. */
export interface VisitAct extends PageView, Asked {
  readonly kind: 'visit'
  readonly organization: string
  readonly website: string
  readonly tempId?: string | undefined
  readonly clientSessionId?: string | undefined
}

/** Meta's browser id for the last visit of a visitor. */
export interface FbpAct extends Asked {
  readonly kind: 'fbp'
  readonly organization: string
  readonly website: string
  readonly tempId: string
  readonly fbp: string
}

/** What a body says of a page view. */
export interface ToldOfPage extends ToldOfClick {
  readonly href: string
  readonly referrer?: string
  readonly landingPage?: string
  readonly externalUserId?: string
  readonly country?: string | undefined
  readonly city?: string | undefined
  readonly region?: string | undefined
}

/** The page view that a body tells of. @throws Invalid when `href` is no address */
export function readPageView(told: ToldOfPage, device: Device, country: string | null, at: number): PageView {
  const { href, referrer, landingPage, externalUserId, city, region } = told
  const query = queryOf(href)
  return {
    href,
    ...(referrer && { referrer }),
    ...(landingPage && { landingPage }),
    ...(externalUserId && { externalUserId }),
    ...device,
    country: countryOf(told.country) ?? country,
    place: { ...(city && { city }), ...(region && { region }) },
    clickIds: clickIdsOf(told, query, at),
    utm: utmOf(told, query),
  }
}

/** A name that a caller made up, in the form in which it is stored; undefined for none. */
export const nameOf = (text: string | undefined): string | undefined => (text ? storableText(text) : undefined)

/** The country of the visitor whom a server speaks for: what its own request says of places is the server's. */
export const countryOfDevice = (geo: GeoResolver, { clientIp }: Device): string | null =>
  clientIp === undefined ? null : geo.locate({ address: clientIp, headers: {}, fromTrustedProxy: false }).country

/** The country of the visitor whose own call this is. */
export const countryOfPage = (geo: GeoResolver, { clientIp = '' }: Device, { headers, client }: Envelope): string | null =>
  geo.locate({ address: clientIp, headers, fromTrustedProxy: client.fromTrustedProxy }).country

function queryOf(href: string): URLSearchParams {
  if (!URL.canParse(href)) throw new Invalid('href: must be an http or https address')
  return new URL(href).searchParams
}

function countryOf(text: string | undefined): string | undefined {
  const code = text?.trim().toUpperCase()
  return code !== undefined && isCountry(code) ? code : undefined
}
