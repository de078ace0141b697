import assert from 'node:assert/strict'
import type { Bot, Channel, Destination } from '../../src/catalogue/tracking.js'
import type { Website } from '../../src/catalogue/website.js'
import { DAY, HOUR, iso, MINUTE } from '../../src/lib/time.js'
import { type Findings, type Heard, reportStatus } from '../../src/platform/status-report.js'
import type { DestinationQueue } from '../../src/platform/status-store.js'

const NOW = Date.UTC(2026, 2, 1, 12)
const MADE = NOW - 30 * DAY

const aWebsite = (fields: Partial<Website> = {}) => ({ id: 'site_1', name: 'Casino', status: 'active', ...fields }) as Website
const nothingHeard: Heard = { pings: null, decisions: null, visits: null, conversions: null }
const aChannel = (fields: Partial<Channel> = {}) =>
  ({ id: 'chan_1', website: 'site_1', name: 'News', staticInviteUrl: 'https://t.me/news', updatedAt: MADE, ...fields }) as Channel
const aBot = (fields: Partial<Bot> = {}) =>
  ({ id: 'bot_1', name: 'Bot', state: 'ok', stateReason: null, updatedAt: MADE, ...fields }) as Bot
const aDestination = (fields: Partial<Destination> = {}) =>
  ({
    id: 'dest_1',
    website: 'site_1',
    platform: 'meta',
    accountId: '7',
    state: 'ok',
    stateReason: null,
    stateAt: MADE,
    createdAt: MADE,
    ...fields,
  }) as Destination
const emptyQueue: DestinationQueue = { waiting: 0, firstDueAt: null, oldestWaitingAt: null, lastError: null, lastSentAt: null }

const report = (findings: Partial<Findings>) =>
  reportStatus({ websites: [], channels: [], bots: [], destinations: [], deadLetters: new Map(), ...findings }, NOW)
const problemsOf = (findings: Partial<Findings>) =>
  report(findings).problems.map(({ severity, problem, since }) => [severity, problem, since] as const)

describe('reportStatus', () => {
  const website = (heard: Partial<Heard>, fields: Partial<Website> = {}) => ({
    websites: [{ website: aWebsite(fields), heard: { ...nothingHeard, ...heard } }],
  })

  it('calls a website silent a day after its last visit, and not before', () => {
    assert.deepEqual(problemsOf(website({ visits: NOW - DAY })), [])
    assert.deepEqual(problemsOf(website({ visits: NOW - DAY - 1 })), [['watch', 'silent', iso(NOW - DAY - 1)]])
  })

  it('gives conversions a week', () => {
    assert.deepEqual(problemsOf(website({ conversions: NOW - 6 * DAY })), [])
    assert.deepEqual(report(website({ conversions: NOW - 8 * DAY })).websites[0]?.silent, ['conversions'])
  })

  it('misses nothing from a website that never spoke, or is paused', () => {
    assert.deepEqual(problemsOf(website({})), [])
    assert.deepEqual(problemsOf(website({ visits: NOW - 9 * DAY }, { status: 'paused' })), [])
  })

  it('takes the latest of all signals for the last event', () => {
    assert.equal(report(website({ visits: NOW - HOUR, pings: NOW - MINUTE })).websites[0]?.lastEventAt, iso(NOW - MINUTE))
  })

  const channel = (fields: Partial<Channel>, lastInviteAt: number | null = null, lastJoinAt: number | null = null) => ({
    channels: [{ channel: aChannel(fields), traffic: { lastInviteAt, lastJoinAt } }],
  })

  it('calls a channel silent whose visitors are invited and join no more', () => {
    assert.deepEqual(problemsOf(channel({}, NOW - HOUR, NOW - 8 * DAY)), [['watch', 'silent', iso(NOW - 8 * DAY)]])
    assert.deepEqual(problemsOf(channel({}, NOW - HOUR, NOW - 6 * DAY)), [])
    assert.deepEqual(problemsOf(channel({}, NOW - 8 * DAY, NOW - 8 * DAY)), [], 'nobody is invited')
    assert.deepEqual(problemsOf(channel({}, NOW - HOUR, null)), [], 'nobody ever joined')
  })

  it('finds a channel that nobody can be invited to', () => {
    const noWay = { staticInviteUrl: null, bot: null, telegramChatId: null }
    assert.deepEqual(problemsOf(channel(noWay)), [['act', 'no_way_in', iso(MADE)]])
    assert.deepEqual(problemsOf(channel({ ...noWay, bot: 'bot_1' })), [['act', 'no_way_in', iso(MADE)]], 'a bot knows no channel by itself')
    assert.deepEqual(problemsOf(channel({ ...noWay, bot: 'bot_1', telegramChatId: '-1' })), [])
  })

  it('says why Telegram does not call us', () => {
    const [problem] = report({ bots: [aBot({ state: 'unregistered', stateReason: 'Telegram answered 401' })] }).problems
    assert.deepEqual([problem?.severity, problem?.problem], ['act', 'unregistered'])
    assert.match(problem!.message, /Telegram answered 401/)
  })

  const destination = (queue: Partial<DestinationQueue>, fields: Partial<Destination> = {}, conversions: number | null = null) => ({
    ...website({ conversions }),
    destinations: [{ destination: aDestination(fields), queue: { ...emptyQueue, ...queue } }],
  })

  it('calls sends overdue once they were due for more than a minute', () => {
    const since = (ago: number) => destination({ waiting: 1, firstDueAt: NOW - ago, oldestWaitingAt: NOW - ago })
    assert.deepEqual(problemsOf(since(MINUTE)), [])
    assert.deepEqual(problemsOf(since(MINUTE + 1)), [['act', 'overdue', iso(NOW - MINUTE - 1)]])
    assert.equal(report(since(MINUTE + 1)).queue.overdue, true)
  })

  it('names what is tried again and again, with its last error', () => {
    const queue = { waiting: 3, firstDueAt: NOW + 1, oldestWaitingAt: NOW - HOUR, lastError: 'Meta answered 503' }
    const [problem] = report(destination(queue)).problems
    assert.deepEqual([problem?.severity, problem?.problem], ['watch', 'waiting'])
    assert.match(problem!.message, /Meta answered 503.*3 sends wait/)
  })

  it('expects nothing to be sent to a destination that is paused, or waits for a token', () => {
    const queue = { waiting: 1, firstDueAt: NOW - DAY, oldestWaitingAt: NOW - DAY }
    assert.deepEqual(problemsOf(destination(queue, { state: 'paused' })), [])
    const refused = destination(queue, { state: 'credentials', stateReason: 'Meta 190', stateAt: NOW - DAY })
    assert.deepEqual(problemsOf(refused), [['act', 'credentials', iso(NOW - DAY)]])
    assert.match(report(refused).problems[0]!.message, /Meta 190.*1 send waits/)
  })

  it('notices conversions of which none is sent', () => {
    assert.deepEqual(problemsOf(destination({ lastSentAt: NOW - 3 * HOUR }, {}, NOW - HOUR)), [['watch', 'silent', iso(NOW - 3 * HOUR)]])
    assert.deepEqual(problemsOf(destination({ lastSentAt: NOW - HOUR }, {}, NOW - HOUR)), [])
    assert.deepEqual(problemsOf(destination({}, { createdAt: NOW - MINUTE }, NOW - HOUR)), [], 'it was not there yet')
  })

  it('puts what somebody must do before what may heal by itself', () => {
    const findings = { ...website({ visits: NOW - 9 * DAY }), bots: [aBot({ state: 'unregistered' })] }
    assert.deepEqual(
      report(findings).problems.map(({ severity }) => severity),
      ['act', 'watch'],
    )
  })

  it('sums up all queues and all dead letters, and shows the oldest and the newest', () => {
    const queueOf = (id: string, waiting: number, ago: number) => ({
      destination: aDestination({ id }),
      queue: { ...emptyQueue, waiting, firstDueAt: NOW, oldestWaitingAt: NOW - ago },
    })
    const letter = (id: string, target: string) => ({ open: 2, newest: { id, target, reason: 'no', createdAt: NOW } })
    const { queue, deadLetters } = report({
      destinations: [queueOf('dest_1', 2, 5), queueOf('dest_2', 3, 9)],
      deadLetters: new Map([
        ['dest_1', letter('dl_2', 'dest_1')],
        ['dest_2', letter('dl_1', 'dest_2')],
      ]),
    })
    assert.deepEqual(queue, { waiting: 5, oldestWaitingAt: iso(NOW - 9), overdue: false })
    assert.deepEqual([deadLetters.open, deadLetters.newest?.id], [4, 'dl_2'])
  })
})
