import type { Bot, Channel, Destination } from '../catalogue/tracking.js'
import type { Website } from '../catalogue/website.js'
import { DAY, iso } from '../lib/time.js'
import { judgeDestination } from './status-destination.js'
import type { ChannelTraffic, DestinationQueue, OpenLetters } from './status-store.js'
import { type Judged, latest, orNull, type Status } from './status-view.js'

type Signal = Status['websites'][number]['silent'][number]

/** When each signal of a website was last heard, epoch milliseconds; null: never. */
export type Heard = Readonly<Record<Signal, number | null>>

/** What there is, and what was seen of it. */
export interface Findings {
  readonly websites: readonly { readonly website: Website; readonly heard: Heard }[]
  readonly channels: readonly { readonly channel: Channel; readonly traffic: ChannelTraffic }[]
  readonly bots: readonly Bot[]
  readonly destinations: readonly { readonly destination: Destination; readonly queue: DestinationQueue }[]
  /** By target. */
  readonly deadLetters: ReadonlyMap<string, OpenLetters>
}

/** After how long without it a signal that came before counts as silent. Conversions may be rare. */
const SILENT_AFTER: Readonly<Record<Signal, number>> = { pings: DAY, decisions: DAY, visits: DAY, conversions: 7 * DAY }

/** Nobody has joined for this long, though visitors are invited. */
const JOINS_SILENT_AFTER = 7 * DAY

/** Most of anything that is shown. */
const SHOWN = 1000

/** Judges how everything stands. Pure: `now` is when, epoch milliseconds. */
export function reportStatus({ websites, channels, bots, destinations, deadLetters }: Findings, now: number): Status {
  const named = new Map(websites.map(({ website }) => [website.id, website.name]))
  const conversions = new Map(websites.map(({ website, heard }) => [website.id, heard.conversions]))
  const judgedWebsites = websites.map(({ website, heard }) => judgeWebsite(website, heard, now))
  const judgedChannels = channels.map(({ channel, traffic }) => judgeChannel(channel, traffic, named, now))
  const judgedBots = bots.map(judgeBot)
  const judgedDestinations = destinations.map(({ destination, queue }) =>
    judgeDestination(
      {
        destination,
        queue,
        letters: deadLetters.get(destination.id),
        named,
        lastConversionAt: conversions.get(destination.website) ?? null,
      },
      now,
    ),
  )
  const problems = [judgedDestinations, judgedBots, judgedChannels, judgedWebsites].flatMap(judged =>
    judged.flatMap(({ problems }) => problems),
  )
  const letters = [...deadLetters.values()]
  const newest = letters.map(letter => letter.newest).sort((a, b) => (a.id < b.id ? 1 : -1))[0]
  const queues = judgedDestinations.map(({ shown }) => shown)
  const oldest = destinations.flatMap(({ queue }) => queue.oldestWaitingAt ?? [])
  return {
    checkedAt: iso(now),
    problems: [...problems.filter(({ severity }) => severity === 'act'), ...problems.filter(({ severity }) => severity === 'watch')].slice(
      0,
      SHOWN,
    ),
    websites: judgedWebsites.map(({ shown }) => shown).slice(0, SHOWN),
    channels: judgedChannels.map(({ shown }) => shown).slice(0, SHOWN),
    bots: judgedBots.map(({ shown }) => shown).slice(0, SHOWN),
    destinations: queues.slice(0, SHOWN),
    queue: {
      waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
      oldestWaitingAt: oldest.length === 0 ? null : iso(Math.min(...oldest)),
      overdue: queues.some(({ overdue }) => overdue),
    },
    deadLetters: {
      open: letters.reduce((sum, { open }) => sum + open, 0),
      newest: newest ? { id: newest.id, target: newest.target, reason: newest.reason, createdAt: iso(newest.createdAt) } : null,
    },
  }
}

function judgeWebsite(website: Website, heard: Heard, now: number): Judged<Status['websites'][number]> {
  const signals = Object.keys(SILENT_AFTER) as Signal[]
  const isSilent = (signal: Signal) => heard[signal] !== null && now - heard[signal] > SILENT_AFTER[signal]
  const silent = website.status === 'paused' ? [] : signals.filter(isSilent)
  const shown = {
    id: website.id,
    name: website.name,
    status: website.status,
    lastEventAt: latest(...signals.map(signal => heard[signal])),
    lastPingAt: orNull(heard.pings),
    lastDecisionAt: orNull(heard.decisions),
    lastVisitAt: orNull(heard.visits),
    lastConversionAt: orNull(heard.conversions),
    silent,
  }
  const problems = silent.map(signal => ({
    severity: 'watch' as const,
    subject: 'website' as const,
    id: website.id,
    name: website.name,
    problem: 'silent' as const,
    message: `No ${signal} any more, though there were some before. Is what sends them still in place?`,
    since: orNull(heard[signal]),
  }))
  return { shown, problems }
}

function judgeChannel(
  channel: Channel,
  { lastInviteAt, lastJoinAt }: ChannelTraffic,
  named: ReadonlyMap<string, string>,
  now: number,
): Judged<Status['channels'][number]> {
  const within = (at: number | null) => at !== null && now - at <= JOINS_SILENT_AFTER
  const silent = within(lastInviteAt) && lastJoinAt !== null && !within(lastJoinAt)
  const reachable = channel.staticInviteUrl !== null || (channel.bot !== null && channel.telegramChatId !== null)
  const about = { subject: 'channel' as const, id: channel.id, name: `${channel.name} of ${named.get(channel.website)}` }
  return {
    shown: {
      id: channel.id,
      websiteId: channel.website,
      name: channel.name,
      lastEventAt: latest(lastInviteAt, lastJoinAt),
      lastInviteAt: orNull(lastInviteAt),
      lastJoinAt: orNull(lastJoinAt),
      silent,
    },
    problems: [
      ...(reachable
        ? []
        : [
            {
              ...about,
              severity: 'act' as const,
              problem: 'no_way_in' as const,
              message: 'Nobody can be invited. Give it a staticInviteUrl, or a botId with a telegramChatId.',
              since: iso(channel.updatedAt),
            },
          ]),
      ...(silent
        ? [
            {
              ...about,
              severity: 'watch' as const,
              problem: 'silent' as const,
              message:
                'Visitors are invited and nobody joins any more. Is its bot still an administrator there, and its webhook registered?',
              since: orNull(lastJoinAt),
            },
          ]
        : []),
    ],
  }
}

const judgeBot = ({ id, name, state, stateReason, updatedAt }: Bot): Judged<Status['bots'][number]> => ({
  shown: { id, name, state, stateReason },
  problems:
    state === 'ok'
      ? []
      : [
          {
            severity: 'act',
            subject: 'bot',
            id,
            name,
            problem: 'unregistered',
            message: `Telegram does not tell us of joins (${stateReason ?? 'for an unknown reason'}). A PUT of the bot, be it an empty one, tries again.`,
            since: iso(updatedAt),
          },
        ],
})
