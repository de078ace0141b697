import { guard } from '../widget/page.js'
import type { Tag } from './tag.js'
import type { Visitor } from './visitor.js'

const MARK = 'data-throughline-invite'
const KEEP = 'data-throughline-keep'

/** Milliseconds that changes of the page are gathered for, before its links are looked through. */
const GATHER = 200

/** Addresses of Telegram's that lead into no channel: sharing, stickers, proxies, a phone number, and a bot that is told something. */
const ELSEWHERE = /^\/(?:share|msg|add[a-z]+|proxy|socks|iv|bg|login|setlanguage|confirmphone|invoice|giftcode|boost|\+\d+$)/i
const SPOKEN = /[?&](?:start\w*|text)\b/

export interface InviteLinks {
  /** From now on the links of the page lead to invites of this visitor; called again, to those of who he is by now. */
  mend(): void
}

/**
 * Turns links into Telegram, and elements marked by `data-throughline-invite`, into ways to the visitor's own invite. Links are left as they are until
 * `mend` is called first, so that no server that is away stands in anybody's way.
 */
export function createInviteLinks(tag: Tag, visitor: () => Visitor): InviteLinks {
  const own = `${tag.base}/invite?websiteId=`
  const links = `a[href*="t.me" i],a[href*="telegram.me" i],a[${MARK}],a[href^="${own}"]`
  let mending = false
  let gathering = false

  const inviteOf = (element: Element): string => {
    const { tempId, clientSessionId } = visitor()
    const channelId = element.getAttribute(MARK) || tag.channelId
    const query = { websiteId: tag.websiteId, tempId, clientSessionId, ...(channelId && { channelId }) }
    return `${tag.base}/invite?${new URLSearchParams(query)}`
  }
  const turn = (link: HTMLAnchorElement) => {
    if (link.hasAttribute(KEEP) || !(link.hasAttribute(MARK) || link.href.startsWith(own) || leadsToChannel(link))) return
    const invite = inviteOf(link)
    // Writing what stands there already would wake every observer of the page.
    if (link.href !== invite) link.href = invite
  }
  const sweep = guard(tag, () => {
    gathering = false
    for (const link of document.querySelectorAll<HTMLAnchorElement>(links)) turn(link)
  })
  const clicked = guard(tag, (event: Event) => {
    // The innermost element, also inside a component's shadow.
    const target = event.composedPath()[0]
    const element = target instanceof Element && target.closest(`a[href],[${MARK}]`)
    if (!element) return
    if (element instanceof HTMLAnchorElement && element.href) {
      // What a framework has written back since, and what no sweep sees.
      if (mending) turn(element)
    } else if (event.type === 'click') {
      event.preventDefault()
      location.assign(inviteOf(element))
    }
  })

  addEventListener('click', clicked, true)
  addEventListener('auxclick', clicked, true)
  return {
    mend() {
      if (!mending) {
        mending = true
        new MutationObserver(() => {
          if (!gathering) setTimeout(sweep, GATHER)
          gathering = true
        }).observe(document, { childList: true, subtree: true })
      }
      sweep()
    },
  }
}

function leadsToChannel({ protocol, hostname, pathname, search }: HTMLAnchorElement): boolean {
  const telegram = /^https?:$/.test(protocol) && /^(?:www\.)?(?:t|telegram)\.me$/.test(hostname)
  return telegram && pathname.length > 1 && !ELSEWHERE.test(pathname) && !SPOKEN.test(search)
}
