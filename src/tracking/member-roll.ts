import type { Channel } from '../catalogue/tracking.js'
import type { Invite } from './invite-store.js'
import type { Member } from './member-store.js'
import type { Membership } from './membership.js'

/** What an update means for one channel. */
export type Step =
  /**
   * He came by an invite of ours. `counts`: he never did before, so that it is a conversion; `again`: he was in the channel before; `returned`: he came back
   * by himself, and the invite is the one that had brought him.
   */
  | {
      readonly kind: 'join'
      readonly channel: Channel
      readonly invite: Invite
      readonly counts: boolean
      readonly again: boolean
      readonly returned: boolean
    }
  /** None of our invites ever brought him: he came by himself, or by an invite that is another's. */
  | { readonly kind: 'organic'; readonly channel: Channel; readonly shared: boolean }
  /** `trace`: of the invite that he had come by. */
  | { readonly kind: 'leave'; readonly channel: Channel; readonly trace: string | undefined }
  /** He asked to join by an invite of ours. */
  | { readonly kind: 'request'; readonly channel: Channel; readonly invite: Invite; readonly approved: boolean }

/** Who is in the channels that a batch is about, kept up to date with what the batch decides, so that its updates see each other. */
export class MemberRoll {
  private readonly members: Map<string, Member>
  private readonly byLink: Map<string, Invite>
  private readonly byId: ReadonlyMap<string, Invite>
  private readonly touched = new Set<string>()
  private readonly taken = new Map<string, string>()

  /** @param invites those of the links in the batch, and those that its people had come by */
  constructor(members: readonly Member[], invites: readonly Invite[]) {
    this.members = new Map(members.map(member => [keyOf(member), member]))
    this.byLink = new Map(invites.flatMap(invite => (invite.link === null ? [] : [[invite.link, invite]])))
    this.byId = new Map(invites.map(invite => [invite.id, invite]))
  }

  /** Members as they are now, those that have changed. */
  get changed(): Member[] {
    return [...this.touched].map(key => this.members.get(key)!)
  }

  /** Whose each invite is from now on, of those that were nobody's. */
  get used(): { readonly invite: string; readonly telegramUserId: string }[] {
    return [...this.taken].map(([invite, telegramUserId]) => ({ invite, telegramUserId }))
  }

  /** @param channels those that stand for the chat: several when several websites send their visitors there */
  settle(membership: Membership, channels: readonly Channel[]): Step[] {
    const invite = membership.link === undefined ? undefined : this.byLink.get(membership.link)
    const channel = channels.find(({ id }) => id === invite?.channel)
    const ours = invite && channel && { invite, channel }
    switch (membership.kind) {
      case 'request':
        return ours ? [this.request(membership, ours.invite, ours.channel)] : []
      case 'join':
        return ours && this.isHis(ours.invite, membership)
          ? [this.join(membership, ours.invite, ours.channel)]
          : channels.map(one => this.joinByHimself(membership, one, ours !== undefined))
      case 'leave':
        return this.leave(membership, channels)
    }
  }

  /** An invite is for one person: the first who came by it. Telegram lets in another once that one has left. */
  private isHis({ id, usedBy }: Invite, { telegramUserId }: Membership): boolean {
    const user = usedBy ?? this.taken.get(id)
    return user === undefined || user === telegramUserId
  }

  private take({ id, usedBy }: Invite, { telegramUserId }: Membership): void {
    if (usedBy === null) this.taken.set(id, telegramUserId)
  }

  private request(membership: Membership, invite: Invite, channel: Channel): Step {
    const approved = channel.approveJoinRequests && this.isHis(invite, membership)
    if (approved) this.take(invite, membership)
    return { kind: 'request', channel, invite, approved }
  }

  private join(membership: Membership, invite: Invite, channel: Channel): Step {
    const before = this.enter(membership, channel, invite.id)
    this.take(invite, membership)
    return { kind: 'join', channel, invite, counts: (before?.invite ?? null) === null, again: before !== undefined, returned: false }
  }

  private joinByHimself(membership: Membership, channel: Channel, shared: boolean): Step {
    const before = this.enter(membership, channel, undefined)
    const invite = this.byId.get(before?.invite ?? '')
    if (invite) return { kind: 'join', channel, invite, counts: false, again: true, returned: true }
    return { kind: 'organic', channel, shared }
  }

  private leave(membership: Membership, channels: readonly Channel[]): Step[] {
    const { telegramUserId, at } = membership
    const known = channels.filter(({ id }) => this.members.has(keyOf({ channel: id, telegramUserId })))
    // Somebody who was there before we were.
    const left = known.length > 0 ? known : channels
    return left.map(channel => {
      const before = this.members.get(keyOf({ channel: channel.id, telegramUserId }))
      const leftAt = Math.max(at, before?.leftAt ?? 0)
      const joinedAt = before?.joinedAt ?? 0
      this.write({
        ...(before ?? newMember(membership, channel)),
        joinedAt,
        leftAt,
        // Updates may come in another order than that in which things happened.
        status: joinedAt > leftAt ? 'member' : 'left',
      })
      return { kind: 'leave', channel, trace: this.byId.get(before?.invite ?? '')?.trace }
    })
  }

  /** @returns what he was before */
  private enter(membership: Membership, channel: Channel, invite: string | undefined): Member | undefined {
    const before = this.members.get(keyOf({ channel: channel.id, telegramUserId: membership.telegramUserId }))
    const joinedAt = Math.max(membership.at, before?.joinedAt ?? 0)
    const leftAt = before?.leftAt ?? null
    this.write({
      ...newMember(membership, channel),
      invite: invite ?? before?.invite ?? null,
      joinedAt,
      leftAt,
      // Who leaves and comes back within a second has come back.
      status: leftAt !== null && leftAt > joinedAt ? 'left' : 'member',
    })
    return before
  }

  private write(member: Member): void {
    this.members.set(keyOf(member), member)
    this.touched.add(keyOf(member))
  }
}

const keyOf = ({ channel, telegramUserId }: Pick<Member, 'channel' | 'telegramUserId'>): string => `${channel} ${telegramUserId}`

const newMember = ({ telegramUserId, at }: Membership, { id, organization, website }: Channel): Member => ({
  channel: id,
  telegramUserId,
  organization,
  website,
  status: 'member',
  invite: null,
  joinedAt: at,
  leftAt: null,
})
