import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'

/** Stores that a page's snippet lives. Allowed visitors' pages ping too: silence then means that the snippet is gone. */
export const recordSnippetPing =
  ({ journal }: { journal: Journal }): Handler<'recordSnippetPing'> =>
  async ({ body: { url, surface }, principal: { organization, website }, now }) => {
    await journal.append({
      id: newId('evt'),
      organization,
      kind: 'snippet_ping',
      at: now,
      website: website.id,
      properties: { ...(typeof url === 'string' && { url }), ...(surface && { surface }) },
    })
    return reply(204)
  }
