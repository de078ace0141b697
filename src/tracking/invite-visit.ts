import type { LiveWebsite } from '../catalogue/website.js'
import type { Device } from './caller.js'
import { type ClickIds, clickIdsOf, type ToldOfClick, type Utm, utmOf } from './click-ids.js'
import { readPageView, type VisitAct } from './visit-acts.js'
import { SESSION_MS } from './visit-book.js'
import type { Visit } from './visit-store.js'

/** What a call for an invite says of the visitor, his click and the page he is on. */
export interface InvitePage {
  readonly href: string | undefined
  readonly referrer: string | undefined
  /** Click ids and UTM parameters that it names itself, beside those in the page's address. */
  readonly told: ToldOfClick
  readonly device: Device
  readonly country: string | null
}

/** Whether the call says more than the visitor's last visit did, so that it is a visit by itself. */
export function addsTo({ href, told, device }: InvitePage, last: Visit | undefined): boolean {
  // In the same words as a stored visit; what stands in its address is there with it.
  const clickIds: ClickIds = clickIdsOf(told, undefined, 0)
  const utm: Utm = utmOf(told, undefined)
  const says = href !== undefined || Object.keys({ ...clickIds, ...utm }).length > 0
  if (!last) return says || Object.keys(device).length > 0
  return (href !== undefined && href !== last.href) || !isWithin(clickIds, last.clickIds) || !isWithin(utm, last.utm)
}

/** The visit that such a call is. What it does not say is as in the last one, which it continues if that was not long ago. */
export function visitOfInvite(
  {
    website,
    tempId,
    clientSessionId,
    at,
    page,
  }: {
    readonly website: LiveWebsite
    readonly tempId: string | undefined
    readonly clientSessionId: string | undefined
    readonly at: number
    readonly page: InvitePage
  },
  last: Visit | undefined,
): VisitAct {
  const { href, referrer, told, device, country } = page
  // Of a call that names no page it is known at least whose it is.
  const view = readPageView(
    { href: href ?? last?.href ?? `https://${website.domain}/`, ...(referrer && { referrer }) },
    device,
    country,
    at,
  )
  const recent = last !== undefined && last.at > at - SESSION_MS
  return {
    ...view,
    kind: 'visit',
    organization: website.organization,
    website: website.id,
    at,
    tempId,
    clientSessionId: clientSessionId ?? (recent ? last.clientSessionId : undefined),
    referrer: view.referrer ?? last?.referrer ?? undefined,
    externalUserId: last?.externalUserId ?? undefined,
    clientIp: view.clientIp ?? last?.clientIp ?? undefined,
    userAgent: view.userAgent ?? last?.userAgent ?? undefined,
    country: view.country ?? last?.country ?? null,
    place: last?.place ?? {},
    // What stands in the address of the last visit is known from there, with the time at which it was seen.
    clickIds: { ...last?.clickIds, ...(href !== undefined && view.clickIds), ...clickIdsOf(told, undefined, at) },
    utm: { ...last?.utm, ...(href !== undefined && view.utm), ...utmOf(told, undefined) },
  }
}

const isWithin = (told: object, known: object): boolean =>
  Object.entries(told).every(([name, value]) => (known as Record<string, unknown>)[name] === value)
