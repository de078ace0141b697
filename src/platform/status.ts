import type { Catalogue } from '../catalogue/catalogue.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Authenticator, Envelope, Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import type { JournalStore } from '../journal/journal-store.js'
import { askForKey, statusPage } from './status-page.js'
import { type Findings, reportStatus } from './status-report.js'
import { StatusStore } from './status-store.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly facts: JournalStore
  /** Of secret keys. */
  readonly authenticate: Authenticator
  /** Where the page's own script and style sheet stand. @throws Unavailable when they are not built */
  readonly pathOf: (file: 'status.js' | 'status.css') => string
}

/** Websites whose signals are asked for in one statement: engines bound its length. */
const SLICE = 100

/** Signals of websites, by the facts in which they are told. */
const SIGNALS = { pings: 'snippet_ping', decisions: 'decision', visits: 'visit', conversions: 'tracked_conversion' } as const

const HTML = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

const HEADERS = { 'Cache-Control': 'no-store', Vary: 'Accept, Authorization, X-Api-Key' }

/** What is well and what is not: to programs and to people with a secret key. A browser brings none when it opens a page, and is asked for it there. */
export const getStatus =
  ({ authenticate, pathOf, ...needs }: Needs): Handler<'getStatus'> =>
  async request => {
    const html = prefersHtml(request.headers.accept)
    if (html && !hasKey(request)) return reply(200, askForKey(pathOf), { ...HTML, ...HEADERS })
    const { organization } = await authenticate(request)
    const status = reportStatus(await look(needs, organization), request.now)
    return html ? reply(200, statusPage(status, pathOf), { ...HTML, ...HEADERS }) : reply(200, status, HEADERS)
  }

const hasKey = ({ headers }: Pick<Envelope, 'headers'>): boolean =>
  headers.authorization !== undefined || headers['x-api-key'] !== undefined

/** Browsers name HTML first. Who takes anything, as most programs do, gets JSON. */
function prefersHtml(accept = ''): boolean {
  const html = accept.search(/\btext\/html\b/i)
  const json = accept.search(/\bapplication\/json\b/i)
  return html >= 0 && (json < 0 || html < json)
}

async function look({ db, catalogue, journal, facts }: Omit<Needs, 'authenticate' | 'pathOf'>, organization: string): Promise<Findings> {
  await journal.flush()
  const { websites: known, tracking } = catalogue.current
  const websites = [...known.byId.values()].filter(website => website.organization === organization).sort((a, b) => (a.id < b.id ? -1 : 1))
  const ids = websites.map(({ id }) => id)
  const heard = async (kind: (typeof SIGNALS)[keyof typeof SIGNALS]): Promise<Map<string, number>> => {
    const slices = Array.from({ length: Math.ceil(ids.length / SLICE) }, (_, at) => ids.slice(at * SLICE, (at + 1) * SLICE))
    const parts = await Promise.all(slices.map(slice => facts.lastByWebsite(organization, kind, slice)))
    return new Map(parts.flatMap(part => [...part]))
  }
  const store = new StatusStore(db.knex)
  const [pings, decisions, visits, conversions, traffic, queues, deadLetters] = await Promise.all([
    heard(SIGNALS.pings),
    heard(SIGNALS.decisions),
    heard(SIGNALS.visits),
    heard(SIGNALS.conversions),
    store.channels(organization),
    store.destinations(organization),
    store.deadLetters(organization),
  ])
  return {
    websites: websites.map(website => ({
      website,
      heard: {
        pings: pings.get(website.id) ?? null,
        decisions: decisions.get(website.id) ?? null,
        visits: visits.get(website.id) ?? null,
        conversions: conversions.get(website.id) ?? null,
      },
    })),
    // What was made after the snapshot is shown the next time.
    channels: ids.flatMap(id =>
      tracking
        .channelsOf(id)
        .flatMap(channel => ({ channel, traffic: traffic.get(channel.id) ?? { lastInviteAt: null, lastJoinAt: null } })),
    ),
    bots: tracking.botsOf(organization),
    destinations: ids.flatMap(id =>
      tracking.destinationsOf(id).flatMap(destination => {
        const queue = queues.get(destination.id)
        return queue ? [{ destination, queue }] : []
      }),
    ),
    deadLetters,
  }
}
