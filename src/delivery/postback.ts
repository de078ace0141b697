import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { Invalid, NotFound } from '../lib/errors.js'
import { toMicros } from '../lib/money.js'
import type { Billing } from '../market/billing.js'
import type { PostbackAct } from '../market/billing-acts.js'
import { CLICK_ID, givenParameters } from './postback-auth.js'

type Operation = 'getPostback' | 'recordPostback'

/** Books a conversion that an advertiser reports, or takes one back. */
export const getPostback =
  ({ billing }: { billing: Billing }): Handler<'getPostback'> =>
  async request =>
    reply(200, await report(billing, request))

/** The same, with the parameters in a body. */
export const recordPostback =
  ({ billing }: { billing: Billing }): Handler<'recordPostback'> =>
  async request =>
    reply(200, await report(billing, request))

async function report(billing: Billing, request: Request<Operation>) {
  const { organization, advertiser } = request.principal
  const outcome = await billing.report({
    ...readPostback(request),
    kind: 'postback',
    organization,
    advertiser: advertiser.id,
    at: request.now,
  })
  if (outcome.status === 'unknown_click') throw unknownClick()
  if (outcome.status === 'unknown_conversion') throw new NotFound('txid: no such conversion to reverse', 'unknown_conversion')
  return outcome.status === 'refused' ? { status: outcome.status, reason: outcome.reason } : { status: outcome.status }
}

const unknownClick = () => new NotFound('click_id: no such click of this advertiser', 'unknown_click')

/** What was reported, from the query or the body. @throws Invalid naming the parameter, NotFound when the click can't be one of ours */
function readPostback(request: Request<Operation>): Pick<PostbackAct, 'click' | 'txid' | 'event' | 'status' | 'payout' | 'currency'> {
  const given = givenParameters(request)
  const text = (name: string): string => {
    const value = given[name] === undefined || given[name] === null ? '' : String(given[name])
    if (/[\p{Cc}\p{Cs}]/u.test(value)) throw new Invalid(`${name}: must not contain control characters`)
    return value
  }
  const required = (name: string): string => {
    const value = text(name)
    if (value === '') throw new Invalid(`${name}: required`)
    return value
  }
  const [click, txid] = [required('click_id'), required('txid')]
  const payout = payoutOf(text('payout').trim())
  const status = text('status') === 'reversed' ? 'reversed' : 'approved'
  if (!CLICK_ID.test(click)) throw unknownClick()
  return { click, txid, event: text('event'), status, payout, currency: text('currency').toUpperCase() || null }
}

/** `Number` reads more than amounts: blanks as nothing, hexadecimal. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The reported payout in micros; null: none. @throws Invalid when it is no amount */
function payoutOf(text: string): number | null {
  if (text === '') return null
  if (!DECIMAL.test(text)) throw new Invalid('payout: must be a decimal number, such as 12.50')
  const payout = toMicros(Number(text), 'payout')
  if (payout < 0) throw new Invalid('payout: must not be negative')
  return payout
}
