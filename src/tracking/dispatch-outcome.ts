import type { Fact } from '../journal/fact.js'
import { newId } from '../lib/id.js'
import type { OutboundAnswer } from '../outbound/exchange.js'
import { recordAnswer, recordRequest } from '../outbound/redact.js'
import type { DeadLetter } from './dead-letter-store.js'
import type { Verdict } from './dispatch-rules.js'
import type { Send } from './dispatch-store.js'
import type { Access, Platform, PlatformEvent } from './platforms/platform.js'

/** What was said about sends, to be kept with their dead letters. */
export interface Said {
  /** Those that went. */
  readonly sends: ReadonlySet<Send>
  readonly platform: Platform
  readonly access: Access
  /** Undefined: nobody answered. */
  readonly answer: OutboundAnswer | undefined
}

/** The fact of the journal about a send that has ended; none about one that waits. */
export function factsOf(send: Send, verdict: Verdict, now: number): Fact[] {
  if (verdict.status === 'pending') return []
  const about = {
    id: newId('evt', now),
    organization: send.organization,
    at: now,
    user: send.user,
    website: send.website,
    trace: send.trace,
  }
  const properties = {
    sendId: send.id,
    conversionId: send.conversion,
    destinationId: send.destination,
    platform: send.platform,
    eventId: send.eventId,
    eventType: send.eventType,
    attempts: verdict.attempts,
  }
  if (verdict.status === 'sent') return [{ ...about, kind: 'send_sent', properties }]
  return [{ ...about, kind: `send_${verdict.status}`, properties: { ...properties, reason: verdict.reason } }]
}

/** The dead letter of a send that a person may want to replay: one that was refused for good, or whose time ran out. */
export function lettersOf(send: Send, verdict: Verdict, said: Said | undefined, now: number): DeadLetter[] {
  if (verdict.status !== 'failed' && verdict.status !== 'expired') return []
  const { attempts, reason } = verdict
  return [
    {
      id: newId('dl', now),
      organization: send.organization,
      kind: 'send',
      target: send.destination,
      subject: send.id,
      status: 'open',
      reason,
      attempts,
      ...recordsOf(send.event, said?.sends.has(send) ? said : undefined),
      createdAt: now,
      replayedAt: null,
    },
  ]
}

/** Of a batch, only this event is kept; and not the person's address and agent, which are kept no longer than sends need them. */
function recordsOf(event: PlatformEvent | undefined, said: Said | undefined): Pick<DeadLetter, 'request' | 'answer'> {
  if (!event || !said) return { request: null, answer: null }
  const request = said.platform.build([event], said.access)
  const personal = personalOf(event)
  return {
    request: recordRequest(request, personal),
    answer: said.answer ? recordAnswer(said.answer, [...request.secrets, ...personal]) : null,
  }
}

/** What of an event is kept in clear, until the last of its sends has ended. */
export const personalOf = ({ clientIp, userAgent }: PlatformEvent): string[] => [clientIp, userAgent].filter(text => text !== undefined)
