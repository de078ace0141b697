import type { Catalogue } from '../catalogue/catalogue.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { websiteOf } from './auth.js'
import type { ConversionBook } from './conversion-book.js'
import { readConversion } from './conversion-reading.js'
import { leadIdOf } from './lead-id.js'
import { channelNamed } from './website-choice.js'

interface Needs {
  readonly catalogue: Catalogue
  readonly book: ConversionBook
}

/** Books what a lead did who is known already. */
export const recordLeadEvent =
  ({ catalogue, book }: Needs): Handler<'recordLeadEvent'> =>
  async request => {
    const { channelId } = request.body
    const act = readConversion(request, request.path.telegramUserId, null)
    const telegramUserId = leadIdOf(act.telegramUserId)
    const channel = channelId ? channelNamed(catalogue.current, websiteOf(request.principal), channelId).id : null
    return reply(200, await book.book({ ...act, telegramUserId, channel, knownLead: true }))
  }
