import assert from 'node:assert/strict'
import type { Channel } from '../../src/catalogue/tracking.js'
import type { Invite } from '../../src/tracking/invite-store.js'
import { MemberRoll, type Step } from '../../src/tracking/member-roll.js'
import type { Membership } from '../../src/tracking/membership.js'

const LINK = 'https://t.me/+ours'

const aChannel = (id: string, more: Partial<Channel> = {}): Channel => ({
  id,
  organization: 'org_1',
  website: `site_of_${id}`,
  name: id,
  telegramChatId: '-100',
  bot: 'bot_1',
  staticInviteUrl: null,
  approveJoinRequests: false,
  conversion: { eventType: 'Lead' },
  isDefault: true,
  createdAt: 0,
  updatedAt: 0,
  ...more,
})

const anInvite = (more: Partial<Invite> = {}): Invite => ({
  id: 'click_1',
  organization: 'org_1',
  website: 'site_of_a',
  channel: 'a',
  trace: 'vis_1',
  visit: 'vis_1',
  tempId: 't',
  link: LINK,
  at: 0,
  expiresAt: 1,
  usedBy: null,
  ...more,
})

const happens = (kind: Membership['kind'], at: number, more: Partial<Membership> = {}): Membership => ({
  kind,
  chat: '-100',
  telegramUserId: '7',
  at,
  link: undefined,
  ...more,
})

const short = (steps: readonly Step[]) =>
  steps.map((step): string => {
    switch (step.kind) {
      case 'join':
        return `join ${step.channel.id}${step.counts ? ' counts' : ''}${step.again ? ' again' : ''}${step.returned ? ' returned' : ''}`
      case 'organic':
        return `organic ${step.channel.id}${step.shared ? ' shared' : ''}`
      case 'leave':
        return `leave ${step.channel.id} ${step.trace}`
      default:
        return `request ${step.channel.id} ${step.approved}`
    }
  })

describe('MemberRoll', () => {
  const a = aChannel('a')
  const b = aChannel('b')

  it('gives a join by our link to the one channel that the link was made for', () => {
    const roll = new MemberRoll([], [anInvite()])
    assert.deepEqual(short(roll.settle(happens('join', 1, { link: LINK }), [a, b])), ['join a counts'])
    assert.deepEqual(
      roll.changed.map(({ channel, invite, status }) => [channel, invite, status]),
      [['a', 'click_1', 'member']],
    )
    assert.deepEqual(roll.used, [{ invite: 'click_1', telegramUserId: '7' }])
  })

  it('records a join without one for every website that sends its visitors to the chat', () => {
    const roll = new MemberRoll([], [])
    assert.deepEqual(short(roll.settle(happens('join', 1), [a, b])), ['organic a', 'organic b'])
    assert.deepEqual(short(roll.settle(happens('leave', 2), [a, b])), ['leave a undefined', 'leave b undefined'])
  })

  it('does not know the link of a chat that it was not made for', () => {
    const roll = new MemberRoll([], [anInvite({ channel: 'elsewhere' })])
    assert.deepEqual(short(roll.settle(happens('join', 1, { link: LINK }), [a])), ['organic a'])
  })

  it('sees within a batch what came before', () => {
    const roll = new MemberRoll([], [anInvite()])
    const steps = [
      happens('join', 1, { link: LINK }),
      happens('leave', 2),
      happens('join', 3),
      happens('join', 4, { link: LINK, telegramUserId: '8' }),
    ].flatMap(membership => short(roll.settle(membership, [a])))
    assert.deepEqual(steps, ['join a counts', 'leave a vis_1', 'join a again returned', 'organic a shared'])
    assert.equal(roll.used.length, 1)
  })

  it('approves the first who asks by a link, again if he asks again, and nobody after him', () => {
    const approving = aChannel('a', { approveJoinRequests: true })
    const roll = new MemberRoll([], [anInvite()])
    const ask = (telegramUserId: string) => short(roll.settle(happens('request', 1, { link: LINK, telegramUserId }), [approving]))
    assert.deepEqual([ask('7'), ask('8'), ask('7')], [['request a true'], ['request a false'], ['request a true']])
    assert.deepEqual(short(roll.settle(happens('join', 2, { link: LINK, telegramUserId: '8' }), [approving])), ['organic a shared'])
    assert.deepEqual(short(roll.settle(happens('join', 2, { link: LINK }), [approving])), ['join a counts'])
  })

  it('leaves requests to people where the channel does not approve, and where the link is not ours', () => {
    const roll = new MemberRoll([], [anInvite()])
    assert.deepEqual(short(roll.settle(happens('request', 1, { link: LINK }), [a])), ['request a false'])
    assert.deepEqual(short(roll.settle(happens('request', 1, { link: 'https://t.me/+theirs' }), [a])), [])
  })

  it('has somebody in or out by what happened last, not by what was told last', () => {
    const roll = new MemberRoll([], [])
    roll.settle(happens('leave', 5), [a])
    roll.settle(happens('join', 3), [a])
    assert.equal(roll.changed[0]?.status, 'left')
    roll.settle(happens('join', 6), [a])
    roll.settle(happens('leave', 4), [a])
    assert.deepEqual([roll.changed[0]?.status, roll.changed[0]?.joinedAt, roll.changed[0]?.leftAt], ['member', 6, 5])
  })
})
