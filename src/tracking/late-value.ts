import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { websiteOf } from './auth.js'
import { readAmount } from './conversion-reading.js'
import type { LateValues } from './late-values.js'
import { leadIdOf } from './lead-id.js'

/** Sets the value of a conversion once it is known, and has it told as a purchase. */
export const recordLateValue =
  ({ values }: { values: LateValues }): Handler<'recordLateValue'> =>
  async ({ body, path, principal, now, idempotency }) => {
    const website = websiteOf(principal)
    const { value, currency } = readAmount(body, 'Purchase') as { value: number; currency: string }
    const booking = await values.set({
      organization: website.organization,
      website: website.id,
      telegramUserId: leadIdOf(path.telegramUserId),
      conversion: conversionIdOf(path.conversionId),
      value,
      currency,
      contentName: body.contentName || null,
      at: now,
      answerTo: idempotency,
    })
    return reply(200, booking)
  }

/** Ids of conversions, as `newId` makes them. What looks different is none; that the lead is unknown is said first. */
const conversionIdOf = (text: string): string => (/^tcv_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text) ? text : '')
