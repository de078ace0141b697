/** What the script's element says. */
export interface Tag {
  readonly websiteId: string
  /** Undefined: the website's default channel. */
  readonly channelId: string | undefined
  /** The business's own id of a visitor who is logged in. */
  readonly externalUserId: string | undefined
  /** Address below which `/init`, `/update-fbp` and `/invite` stand, without a slash at its end. */
  readonly base: string
  /** Domain that the cookies are for; undefined: this host alone. */
  readonly cookieDomain: string | undefined
  /** Tells a developer what goes on. Undefined on a live page, which stays quiet. */
  readonly debug: ((...words: unknown[]) => void) | undefined
}

/** Taken while the script is being run: later nobody says which element it came from. */
const CURRENT = document.currentScript

/** The element of the running script; of one that was evaluated by other means, the last that names a website. */
const ownElement = (): HTMLScriptElement | undefined =>
  CURRENT instanceof HTMLScriptElement ? CURRENT : [...document.querySelectorAll<HTMLScriptElement>('script[data-website-id]')].pop()

/**
 * @returns undefined when the element names no website, which is said in the console, or when the page is none of the web's
 * @throws TypeError for a `data-base` that is no address
 */
export function readTag(): Tag | undefined {
  const element = ownElement()
  const { websiteId, channelId, externalUserId, base, cookieDomain, debug } = element?.dataset ?? {}
  if (!/^http/.test(location.protocol)) return undefined
  if (!websiteId) {
    console.warn('[throughline]', 'data-website-id: required on the script element')
    return undefined
  }
  return {
    websiteId,
    channelId: channelId || undefined,
    externalUserId,
    // A path is of the page's own origin: there the website's proxy stands.
    base: new URL(base || new URL('/track', element?.src || location.href), location.href).href.replace(/\/+$/, ''),
    cookieDomain: cookieDomain || undefined,
    debug: debug !== undefined && debug !== 'false' ? (...words) => console.debug('[throughline]', ...words) : undefined,
  }
}
