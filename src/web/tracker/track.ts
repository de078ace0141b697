import { announce, guard, isFirst } from '../widget/page.js'
import { readClickIds, readFbp } from './click-ids.js'
import { createInviteLinks } from './invite-links.js'
import { pageOf, watchMoves } from './moves.js'
import { createSender } from './send.js'
import { readTag, type Tag } from './tag.js'
import { createVisitorKeeper, type Names } from './visitor.js'

// track.js: tells the server of each page that is visited, and leads links into Telegram through an invite that the visitor will be known by.

/** What the server takes of each field, in characters: a longer one would have the whole visit refused. */
const LONGEST = 8000

/** Meta's pixel comes later than we do. It is waited for so many times, so many milliseconds. */
const TRIES = 20
const PAUSE = 250

function start(tag: Tag): void {
  const { post, postPatiently } = createSender(tag)
  const visitor = createVisitorKeeper(tag.cookieDomain)
  const links = createInviteLinks(tag, () => visitor.known)
  let href = ''
  let fbp = ''
  let stored = false

  const patch = () => {
    if (!stored || !fbp) return
    post('/update-fbp', { websiteId: tag.websiteId, tempId: visitor.known.tempId, fbp }, () => {})
    fbp = ''
  }
  const awaitFbp = guard(tag, (tries: number) => {
    fbp = readFbp()
    if (fbp) patch()
    else if (tries > 1) setTimeout(awaitFbp, PAUSE, tries - 1)
  })
  const visit = guard(tag, () => {
    const here = location.href
    if (pageOf(here) === pageOf(href)) return
    const first = !href
    const { tempId, clientSessionId } = visitor.renew()
    const fields = {
      websiteId: tag.websiteId,
      tempId,
      clientSessionId,
      externalUserId: tag.externalUserId,
      href: here.slice(0, LONGEST),
      referrer: (first ? document.referrer : href).slice(0, LONGEST),
      fbp: readFbp(),
      ...readClickIds(location.search, Date.now()),
    }
    href = here
    postPatiently<Names & { visitId: string }>('/init', fields, ({ body }) => {
      if (!body) return
      visitor.confirm(body)
      links.mend()
      stored = true
      patch()
      announce('throughline:visit', { visitId: body.visitId, tempId: body.tempId, clientSessionId: body.clientSessionId })
    })
    if (first && !fields.fbp) setTimeout(awaitFbp, PAUSE, TRIES)
  })

  visit()
  watchMoves(visit)
}

guard({ debug: undefined }, () => {
  const tag = readTag()
  if (!tag || !isFirst(`track:${tag.websiteId}`)) return
  const begin = guard(tag, () => start(tag))
  // A page that the browser renders in advance may never be seen.
  if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', begin, { once: true })
  else begin()
})()
