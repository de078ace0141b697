import type { Destination } from '../catalogue/tracking.js'
import { HOUR, MINUTE } from '../lib/time.js'
import type { DestinationQueue, OpenLetters } from './status-store.js'
import { type Judged, orNull, type Problem, type Status } from './status-view.js'

/** A send is due and nobody takes it: no process works, or it is stuck. */
const OVERDUE_AFTER = MINUTE

/** A send is tried again and again. */
const WAITS_LONG = 15 * MINUTE

/** Conversions came, and none was sent for this long. */
const UNSENT_FOR = HOUR

interface DestinationFindings {
  readonly destination: Destination
  readonly queue: DestinationQueue
  readonly letters: OpenLetters | undefined
  readonly named: ReadonlyMap<string, string>
  readonly lastConversionAt: number | null
}

/** Whether sends to a destination go out, and what a person may do where not. */
export function judgeDestination(
  { destination, queue, letters, named, lastConversionAt }: DestinationFindings,
  now: number,
): Judged<Status['destinations'][number]> {
  const { id, platform, accountId, state, stateReason, stateAt, createdAt } = destination
  const { waiting, firstDueAt, oldestWaitingAt, lastError, lastSentAt } = queue
  const open = state === 'ok'
  const overdue = open && firstDueAt !== null && now - firstDueAt > OVERDUE_AFTER
  const retrying = open && !overdue && lastError !== null && oldestWaitingAt !== null && now - oldestWaitingAt > WAITS_LONG
  const unsentSince = Math.max(lastSentAt ?? 0, createdAt)
  const silent = open && waiting === 0 && lastConversionAt !== null && lastConversionAt - unsentSince > UNSENT_FOR
  const waits = waiting === 0 ? '' : ` ${waiting} ${waiting === 1 ? 'send waits' : 'sends wait'}.`
  const problem = (severity: Problem['severity'], what: Problem['problem'], message: string, since: number | null): Problem => ({
    severity,
    subject: 'destination',
    id,
    name: `${platform} ${accountId} of ${named.get(destination.website)}`,
    problem: what,
    message,
    since: orNull(since),
  })
  const problems: Problem[] = []
  if (state === 'credentials')
    problems.push(
      problem('act', 'credentials', `The platform takes no token that we have (${stateReason}).${waits} Give it a new one.`, stateAt),
    )
  if (overdue)
    problems.push(problem('act', 'overdue', `Nobody sends what is due.${waits} Does a process with ROLE all or worker run?`, firstDueAt))
  if (retrying) problems.push(problem('watch', 'waiting', `Sends are tried again and again (${lastError}).${waits}`, oldestWaitingAt))
  if (silent) problems.push(problem('watch', 'silent', 'Conversions come in and none is sent here. The leads say why.', lastSentAt))
  if (letters)
    problems.push(
      problem(
        'act',
        'dead_letters',
        `${letters.open} could not be delivered; the latest: ${letters.newest.reason}`,
        letters.newest.createdAt,
      ),
    )
  return {
    shown: {
      id,
      websiteId: destination.website,
      platform,
      accountId,
      state,
      stateReason,
      lastEventAt: orNull(lastSentAt),
      lastSentAt: orNull(lastSentAt),
      waiting,
      oldestWaitingAt: orNull(oldestWaitingAt),
      overdue,
      lastError,
      silent,
      deadLetters: letters?.open ?? 0,
    },
    problems,
  }
}
