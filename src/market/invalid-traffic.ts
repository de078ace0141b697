import { DAY, HOUR, MINUTE } from '../lib/time.js'
import { isBotAgent } from './visitor-agent.js'

/**
 * What is known of one click when its redirect is asked for. Stored with the click as it is, so that the rules of a later day can judge it again;
 * hence the raw texts instead of what today's rules make of them.
 */
export interface ClickFacts {
  /** Epoch milliseconds of the click, and of the offers answer that carried its URL. */
  readonly at: number
  readonly servedAt: number
  /** An earlier click of the same request and offer was valid. */
  readonly repeated: boolean
  /** Asked with HEAD, which shows nobody anything. */
  readonly head: boolean
  /** See `purposeOf`. */
  readonly purpose: string | null
  readonly userAgent: string | null
  /** The geo resolver knows the network as a data centre's. */
  readonly dataCentre: boolean
  /** Ages in milliseconds of the visitor's earlier valid clicks on this website, up to a day: any window can be counted later. */
  readonly earlier: readonly number[]
}

export type ClickReason = 'duplicate' | 'head' | 'prefetch' | 'bot' | 'too_fast' | 'data_centre' | 'rate'

/** What is known of one impression or click event. */
export interface EventFacts {
  /** What became of its requestId: `foreign` is another website's. */
  readonly request: 'ok' | 'malformed' | 'forged' | 'foreign' | 'expired'
  /** The offer was in the answer to this request. */
  readonly served: boolean
  /** An earlier event of the same kind, request and offer was valid. */
  readonly repeated: boolean
  readonly purpose: string | null
  readonly userAgent: string | null
  readonly dataCentre: boolean
}

export type EventReason = Exclude<EventFacts['request'], 'ok'> | 'never_served' | 'duplicate' | 'prefetch' | 'bot' | 'data_centre'

/** The figures of the rules. To change one, change it here: `npm run rescore` shows what it would have meant for stored clicks. */
export interface TrafficRules {
  /** Milliseconds between the offers and a click that no human undercuts. */
  readonly humanDelay: number
  /** At most `limit` valid clicks of one visitor on one website in any `window` milliseconds. No window is longer than a day. */
  readonly rates: readonly { readonly window: number; readonly limit: number }[]
  readonly isBot: (userAgent: string | undefined) => boolean
  /** Matches the purposes for which a browser loads a page that nobody looks at. */
  readonly unseen: RegExp
}

export const TRAFFIC_RULES: TrafficRules = {
  humanDelay: 300,
  rates: [
    { window: MINUTE, limit: 1 },
    { window: 10 * MINUTE, limit: 3 },
    { window: HOUR, limit: 10 },
    { window: DAY, limit: 25 },
  ],
  isBot: isBotAgent,
  unseen: /prefetch|prerender|preview/i,
}

type Check<Reason, Facts> = readonly [reason: Reason, applies: (facts: Facts, rules: TrafficRules) => boolean]

/** In the order of the contract: the first that applies is the reason. */
const CLICK_CHECKS: readonly Check<ClickReason, ClickFacts>[] = [
  ['duplicate', click => click.repeated],
  ['head', click => click.head],
  ['prefetch', isUnseen],
  ['bot', isBot],
  ['too_fast', (click, { humanDelay }) => click.at - click.servedAt < humanDelay],
  ['data_centre', click => click.dataCentre],
  ['rate', (click, { rates }) => rates.some(({ window, limit }) => click.earlier.filter(age => age < window).length >= limit)],
]

/** What the requestId says comes first: without a genuine one nothing else is known. */
const EVENT_CHECKS: readonly Check<EventReason, EventFacts>[] = [
  ...(['malformed', 'forged', 'foreign', 'expired'] as const).map(
    (fault): Check<EventReason, EventFacts> => [fault, event => event.request === fault],
  ),
  ['never_served', event => !event.served],
  ['duplicate', event => event.repeated],
  ['prefetch', isUnseen],
  ['bot', isBot],
  ['data_centre', event => event.dataCentre],
]

/** Why a click is not billed, or undefined when it is valid. */
export const judgeClick = (click: ClickFacts, rules = TRAFFIC_RULES): ClickReason | undefined => firstOf(CLICK_CHECKS, click, rules)

/** Why an impression or a click event does not count, or undefined when it is valid. */
export const judgeEvent = (event: EventFacts, rules = TRAFFIC_RULES): EventReason | undefined => firstOf(EVENT_CHECKS, event, rules)

const firstOf = <Reason, Facts>(checks: readonly Check<Reason, Facts>[], facts: Facts, rules: TrafficRules): Reason | undefined =>
  checks.find(([, applies]) => applies(facts, rules))?.[0]

function isUnseen({ purpose }: { readonly purpose: string | null }, { unseen }: TrafficRules): boolean {
  return purpose !== null && unseen.test(purpose)
}

function isBot({ userAgent }: { readonly userAgent: string | null }, rules: TrafficRules): boolean {
  return rules.isBot(userAgent ?? undefined)
}

const PURPOSE_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const

/** What the browser says it loads the page for: the `Sec-Purpose` header of the Fetch standard and those before it, or null. */
export function purposeOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | null {
  // Of every click, and of hardly any there is one.
  let said: string | undefined
  for (const name of PURPOSE_HEADERS) {
    const value = headers[name]
    if (value !== undefined) said = said === undefined ? String(value) : `${said}, ${value}`
  }
  return said?.slice(0, 200) ?? null
}
