import { address, askPatiently, tell } from './api.js'
import type { Experience, OfferList, ServedOffer, Support } from './contract.js'
import { el, isWeb, picture } from './elements.js'
import { watchViews } from './impressions.js'
import { announce, guard } from './page.js'
import type { Settings } from './settings.js'
import { css } from './widget.css'

/** What there is to show a visitor. */
export interface Showing {
  readonly settings: Settings
  readonly requestId: string
  readonly offers: readonly ServedOffer[]
  readonly experience: Experience
  readonly support: Support | undefined
}

/** Fetches the offers for a visitor; `done` hears of them only when there is something to show. */
export function fetchOffers(
  settings: Settings,
  { requestId, experience = {}, support }: { requestId: string; experience?: Experience | undefined; support?: Support | undefined },
  done: (showing: Showing) => void,
): void {
  const { surface, maxAds } = settings
  askPatiently<OfferList>(settings, address(settings, 'offers', { requestId, surface, limit: limitOf(maxAds) }), list => {
    const offers = list.offers.filter(({ clickUrl }) => isWeb(clickUrl))
    const helped = list.support ?? support
    if (offers.length > 0 || says(helped)) done({ settings, requestId, offers, experience, support: helped })
    else settings.debug?.('nothing to show')
  })
}

/** What the server takes: a whole number from 1 to 20. */
const limitOf = (maxAds: string | undefined): string | undefined => {
  const number = Math.floor(Number(maxAds))
  return number >= 1 ? String(Math.min(number, 20)) : undefined
}

const says = (support: Support | undefined): boolean => !!(support?.message || support?.email || support?.url)

/** A shadow root on the element, styled, with the surface's `own` styles: the page's stay out, and ours stay in. */
export function styledRoot(host: HTMLElement, { settings, experience }: Showing, own = ''): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' })
  host.lang = settings.language
  try {
    // Unlike a style element, this needs no permission of the page's Content-Security-Policy.
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css + own)
    root.adoptedStyleSheets = [sheet]
  } catch {
    root.append(el('style', {}, css + own))
  }
  const accent = /^#[0-9a-f]{6}$/i.exec(experience.accentColor ?? '')?.[0]
  if (accent) {
    host.style.setProperty('--accent', accent)
    host.style.setProperty('--on-accent', inkOn(accent))
  }
  return root
}

/** Black or white, whichever is read better on the colour (relative luminance of WCAG 2.2; at 0.179 both contrast alike). */
function inkOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}

/** The heading that a surface carries, with the logo beside it. */
export function headingOf(showing: Showing, name: 'h1' | 'h2', attributes: Record<string, string> = {}): HTMLElement {
  return el(
    'div',
    { class: 'heading' },
    picture('logo', showing.experience.logoUrl),
    el(name, { id: 'title', ...attributes }, titleOf(showing)),
  )
}

/** Words that promise offers stand above offers alone: one who is only told whom to ask has perhaps excluded himself. */
const titleOf = ({ settings: { text }, offers, experience: { headline } }: Showing): string =>
  offers.length > 0 ? headline || text.title : text.support

/** Cards and support, as every surface shows them. Counts what is seen and tells of what is clicked. */
export function contentOf(showing: Showing, heading: 'h2' | 'h3' = 'h3'): HTMLElement {
  const { settings, requestId, offers, experience, support } = showing
  const { surface } = settings
  const offerOf = new Map(offers.map(offer => [cardOf(offer, settings, heading), offer]))
  for (const [card, { offerId, position }] of offerOf) {
    const clicked = guard(settings, ({ type, button }: MouseEvent) => {
      // The middle button opens the link too; the right one only a menu.
      if (type === 'auxclick' && button !== 1) return
      tell(settings, 'click', { requestId, offerId })
      announce('throughline:clicked', { surface, requestId, offerId, position })
    })
    const link = card.querySelector('a')!
    link.addEventListener('click', clicked)
    link.addEventListener('auxclick', clicked)
  }
  const cards = [...offerOf.keys()]
  watchViews(
    cards,
    guard(settings, card => tell(settings, 'impression', { requestId, offerId: offerOf.get(card)!.offerId })),
  )
  return el(
    'div',
    { class: 'content' },
    support?.message && el('p', { class: 'message' }, support.message),
    cards.length > 0 && el('ul', { class: `offers ${experience.layout === 'cards' ? 'cards' : 'list'}`, role: 'list' }, ...cards),
    supportOf(support, settings),
  )
}

/** The server's own label, in whose place the visitor's language has a word. */
const SPONSORED = 'Sponsored'

function cardOf(
  { headline, brand, description, disclosure, imageUrl, terms, cta, clickUrl }: ServedOffer,
  { text }: Settings,
  heading: 'h2' | 'h3',
): HTMLElement {
  return el(
    'li',
    { class: 'card' },
    picture('image', imageUrl),
    el(
      'div',
      { class: 'words' },
      el(
        'p',
        { class: 'label' },
        el('span', { class: 'disclosure' }, disclosure === SPONSORED ? text.disclosure : disclosure),
        brand && el('span', {}, brand),
      ),
      el(heading, {}, headline),
      description && el('p', {}, description),
    ),
    el(
      'a',
      { class: 'button', href: clickUrl, target: '_blank', rel: 'sponsored noopener' },
      cta || text.cta,
      el('span', { class: 'hidden' }, `: ${headline} (${text.newTab})`),
    ),
    terms && el('details', { class: 'terms' }, el('summary', {}, text.terms), el('p', {}, terms)),
  )
}

function supportOf(support: Support | undefined, { text }: Settings): HTMLElement | undefined {
  const email = support?.email
  const page = isWeb(support?.url) && support.url
  if (!page && !email) return undefined
  return el(
    'p',
    { class: 'support' },
    page && el('a', { href: page, target: '_blank', rel: 'noopener' }, text.support, el('span', { class: 'hidden' }, ` (${text.newTab})`)),
    email && el('a', { href: `mailto:${email}` }, page ? email : `${text.support}: ${email}`),
  )
}

/** Shows the offers inside an element of the page, in its flow. */
export function showInline(host: HTMLElement, showing: Showing, heading: 'h1' | 'h2'): void {
  const { settings, requestId, offers } = showing
  const root = styledRoot(host, showing)
  root.append(
    el(
      heading === 'h1' ? 'main' : 'section',
      { class: 'inline', 'aria-labelledby': 'title' },
      headingOf(showing, heading),
      contentOf(showing, heading === 'h1' ? 'h2' : 'h3'),
    ),
  )
  announce('throughline:shown', { surface: settings.surface, requestId, offers: offers.length })
}
