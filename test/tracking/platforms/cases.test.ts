import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { PlatformName } from '../../../src/catalogue/tracking.js'
import { loadConfig } from '../../../src/config.js'
import type { OutboundAnswer, OutboundRequest } from '../../../src/outbound/exchange.js'
import { platforms } from '../../../src/tracking/platforms/all.js'
import type { Access, Grant, PlatformEvent, Reading, Skip } from '../../../src/tracking/platforms/platform.js'

/** An answer whose body may be written as what its JSON says. */
type Answer = Partial<Omit<OutboundAnswer, 'body'>> & { body: unknown }

/** What a file says: what is given, and what is then expected. A key that is not there is not looked at. */
interface Case {
  what: string
  access?: Partial<Access>
  /** `null` is a value that is not known; a number, so many that differ in nothing but their id. */
  events?: Record<string, unknown>[] | number
  now?: number
  skip?: Skip | null
  request?: Omit<OutboundRequest, 'body'> & { body: unknown }
  answer?: Answer
  reading?: Reading
  authorization?: OutboundRequest | null
  tokenAnswer?: Answer
  grant?: Grant
}

const { baseUrls } = loadConfig({})
const NOON = Date.UTC(2026, 10, 21, 12)

const aLead = (eventId: string): PlatformEvent => ({
  eventId,
  eventType: 'Lead',
  at: NOON,
  person: { externalId: '73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049' },
})

function eventsOf({ events = 1 }: Case): PlatformEvent[] {
  if (typeof events === 'number') return Array.from({ length: events }, (_, n) => aLead(`tcv_${n}`))
  return events.map(event => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)) as unknown as PlatformEvent)
}

const answerOf = ({ status = 200, headers = {}, body }: Answer): OutboundAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

function check(name: PlatformName, given: Case): void {
  const platform = platforms[name]
  const events = eventsOf(given)
  const access: Access = { accountId: '1', settings: {}, secrets: {}, baseUrl: baseUrls[name], ...given.access }
  if (name === 'google' && !given.access) Object.assign(access, { settings: { conversionAction: '77' } })
  if (given.skip !== undefined)
    assert.deepEqual(platform.skip(events[0]!, access.settings, given.now ?? NOON) ?? null, given.skip, 'what keeps it back')
  if (given.request) {
    const { body, ...request } = platform.build(events, access)
    assert.deepEqual({ ...request, body: JSON.parse(body!) }, given.request, 'the request')
  }
  if (given.answer) assert.deepEqual(platform.read(answerOf(given.answer), events), given.reading, 'what the answer means')
  if (given.authorization !== undefined) assert.deepEqual(platform.authorize?.(access) ?? null, given.authorization)
  if (given.tokenAnswer) assert.deepEqual(platform.readToken?.(answerOf(given.tokenAnswer)), given.grant)
}

describe('an ad platform', () => {
  for (const name of Object.keys(platforms) as PlatformName[])
    describe(name, () => {
      for (const kind of ['exemplary', 'supplemental']) {
        const folder = new URL(`./${name}/${kind}/`, import.meta.url)
        for (const file of readdirSync(folder).sort()) {
          const given = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case
          it(`${kind}/${file.replace('.json', '')}: ${given.what}`, () => check(name, given))
        }
      }
    })
})
