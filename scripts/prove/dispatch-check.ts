import type { Acknowledged } from './callers.js'

/** What a platform has received, as its double lists it. */
export interface Received {
  readonly account: string
  readonly name: string
  readonly id: string
  readonly event: unknown
  /** Epoch milliseconds. */
  readonly last: number
  readonly times: number
  /** How often it counted: repeats within the platform's window do not. */
  readonly counted: number
}

/** A send, as it stands when nothing waits any more. */
export interface Ended {
  readonly account: string
  readonly conversion: string
  readonly eventId: string
  readonly status: string
  readonly expiresAt: number
}

/**
 * Holds what the platform received against what was acknowledged.
 * @returns what was received, in words. @throws Error that lists the first faults
 */
export function checkDispatch(
  acknowledged: ReadonlyMap<string, Acknowledged>,
  received: readonly Received[],
  ended: readonly Ended[],
): string {
  const faults: string[] = []
  const accounts = [...new Set(ended.map(({ account }) => account))]
  const arrived = new Map(received.map(one => [`${one.account} ${one.id}`, one]))
  const sends = new Map(ended.map(send => [`${send.account} ${send.eventId}`, send]))

  for (const [name, { conversionId, late }] of acknowledged)
    for (const account of accounts)
      for (const eventId of [conversionId, ...(late ? [`${conversionId}:purchase`] : [])]) {
        const send = sends.get(`${account} ${eventId}`)
        const one = arrived.get(`${account} ${eventId}`)
        if (!send) faults.push(`${name}: was acknowledged and ${eventId} has no send to ${account}`)
        else if (send.status === 'sent' && !one) faults.push(`${name}: ${eventId} is sent and ${account} never received it`)
        else if (send.status !== 'sent' && send.status !== 'expired') faults.push(`${name}: ${eventId} to ${account} is ${send.status}`)
      }

  const ids = new Map<string, string>()
  for (const { account, name, id, event, last, counted } of received) {
    const content = (event as { custom_data?: { content_name?: string } }).custom_data?.content_name
    const what = `${account} ${content} ${name}`
    const other = ids.get(what)
    if (other !== undefined) faults.push(`${what}: was received as ${other} and as ${id}`)
    ids.set(what, id)
    if (counted !== 1) faults.push(`${what}: counted ${counted} times`)
    const send = sends.get(`${account} ${id}`)
    if (!send) faults.push(`${what}: was received as ${id}, of which nothing is known`)
    else if (last > send.expiresAt) faults.push(`${what}: was received ${last - send.expiresAt} ms after its horizon`)
  }
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n  ${faults.slice(0, 10).join('\n  ')}`)
  const repeats = received.reduce((sum, { times }) => sum + times - 1, 0)
  const expired = ended.filter(({ status }) => status === 'expired').length
  return `${acknowledged.size} conversions acknowledged, ${received.length} events received (${repeats} repeats, each counted once), ${expired} expired at their horizon`
}
