import type { Catalogue } from '../catalogue/catalogue.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { websiteOf } from './auth.js'
import type { ConversionBook } from './conversion-book.js'
import { readConversion } from './conversion-reading.js'
import { channelNamed } from './website-choice.js'

interface Needs {
  readonly catalogue: Catalogue
  readonly book: ConversionBook
}

/** Books what a person did, known or not. Answered when it is durable, with its sends. */
export const recordConversion =
  ({ catalogue, book }: Needs): Handler<'recordConversion'> =>
  async request => {
    const { telegramUserId, channelId } = request.body
    const act = readConversion(request, String(telegramUserId), null)
    const channel = channelId ? channelNamed(catalogue.current, websiteOf(request.principal), channelId).id : null
    return reply(200, await book.book({ ...act, channel }))
  }
