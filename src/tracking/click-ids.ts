/** The ids by which ad platforms know a click again. */
export interface ClickIds {
  readonly fbc?: string
  readonly fbp?: string
  readonly gclid?: string
  readonly ttclid?: string
  readonly sccid?: string
}

/** The UTM parameters of an address. */
export interface Utm {
  readonly source?: string
  readonly medium?: string
  readonly campaign?: string
  readonly content?: string
  readonly term?: string
}

/** What a call says of the click behind a page view, in the names of its body. */
export interface ToldOfClick extends ClickIds {
  readonly utmSource?: string
  readonly utmMedium?: string
  readonly utmCampaign?: string
  readonly utmContent?: string
  readonly utmTerm?: string
}

/** Longest click id or UTM parameter that is taken from an address. */
const MAX_LENGTH = 2000

/**
 * The click ids of a page view: those that were told, else those in the page's address. `fbc` is made of the address's `fbclid` as Meta's script would,
 * `fb.1.<ms>.<fbclid>`, the `fbclid` as it is, since its case counts:
 * https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc
 * @param at when the click was seen, epoch milliseconds
 */
export function clickIdsOf(told: ToldOfClick, query: URLSearchParams | undefined, at: number): ClickIds {
  const fbclid = parameter(query, 'fbclid')
  return given({
    fbc: told.fbc || (fbclid && `fb.1.${at}.${fbclid}`),
    fbp: told.fbp,
    gclid: told.gclid || parameter(query, 'gclid'),
    ttclid: told.ttclid || parameter(query, 'ttclid'),
    // Snapchat writes it in mixed case.
    sccid: told.sccid || parameter(query, 'ScCid') || parameter(query, 'sccid'),
  })
}

/** The UTM parameters of a page view: those that were told, else those in the page's address. */
export const utmOf = (told: ToldOfClick, query: URLSearchParams | undefined): Utm =>
  given({
    source: told.utmSource || parameter(query, 'utm_source'),
    medium: told.utmMedium || parameter(query, 'utm_medium'),
    campaign: told.utmCampaign || parameter(query, 'utm_campaign'),
    content: told.utmContent || parameter(query, 'utm_content'),
    term: told.utmTerm || parameter(query, 'utm_term'),
  })

function parameter(query: URLSearchParams | undefined, name: string): string | undefined {
  const value = query?.get(name)
  return value && value.length <= MAX_LENGTH ? value : undefined
}

/** Without what is not there, or empty. */
function given<T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } {
  const held: Record<string, string> = {}
  for (const name in values) if (values[name]) held[name] = values[name]
  return held as { [K in keyof T]?: string }
}
