import assert from 'node:assert/strict'
import { HOUR } from '../../src/lib/time.js'
import { readUpdate } from '../../src/tracking/membership.js'

const NOW = 1_772_368_500_000
const CHAT = { id: -1_001_987_654_321, type: 'channel' }
const USER = { id: 7_100_200_300, is_bot: false, first_name: 'Mary' }
const LINK = 'https://t.me/+Qz1mVb0xk5ZjYmRk'

const member = (was: object, is: object, more: object = {}) => ({
  update_id: 17,
  chat_member: {
    chat: CHAT,
    from: USER,
    date: NOW / 1000 - 5,
    old_chat_member: { user: USER, ...was },
    new_chat_member: { user: USER, ...is },
    ...more,
  },
})
const kindOf = (was: object, is: object) => readUpdate(member(was, is), NOW)?.membership?.kind

describe('readUpdate', () => {
  it('reads who joined, when and by which link', () => {
    assert.deepEqual(readUpdate(member({ status: 'left' }, { status: 'member' }, { invite_link: { invite_link: LINK } }), NOW), {
      id: 17,
      membership: { kind: 'join', chat: '-1001987654321', telegramUserId: '7100200300', at: NOW - 4001, link: LINK },
    })
  })

  it('reads who asked to join', () => {
    const update = { update_id: 18, chat_join_request: { chat: CHAT, from: USER, date: NOW / 1000, invite_link: { invite_link: LINK } } }
    assert.deepEqual(readUpdate(update, NOW)?.membership, {
      kind: 'request',
      chat: '-1001987654321',
      telegramUserId: '7100200300',
      at: NOW,
      link: LINK,
    })
  })

  const member_ = { status: 'member' }
  const changes: [what: string, was: object, is: object, kind: 'join' | 'leave' | undefined][] = [
    ['a join by an administrator', { status: 'left' }, { status: 'administrator' }, 'join'],
    ['a join with restrictions', { status: 'left' }, { status: 'restricted', is_member: true }, 'join'],
    ['a join of one who was banned', { status: 'kicked' }, member_, 'join'],
    ['a join of one who was kept out', { status: 'restricted', is_member: false }, member_, 'join'],
    ['a leave', member_, { status: 'left' }, 'leave'],
    ['a ban', member_, { status: 'kicked' }, 'leave'],
    ['a leave of one with restrictions', { status: 'restricted', is_member: true }, { status: 'restricted', is_member: false }, 'leave'],
    ['a promotion', member_, { status: 'administrator' }, undefined],
    ['a restriction', member_, { status: 'restricted', is_member: true }, undefined],
    ['a ban of one who was not there', { status: 'left' }, { status: 'kicked' }, undefined],
    ['a status that Telegram may invent', { status: 'left' }, { status: 'lurker' }, undefined],
  ]
  for (const [what, was, is, kind] of changes) {
    it(`takes ${what} for ${kind === undefined ? 'neither a join nor a leave' : `a ${kind}`}`, () => {
      assert.equal(kindOf(was, is), kind)
    })
  }

  it('takes now for a time that can not be right: Telegram keeps updates for a day', () => {
    const at = (date: unknown) => readUpdate(member({ status: 'left' }, member_, { date }), NOW)?.membership?.at
    assert.equal(at(NOW / 1000 - (23 * HOUR) / 1000), NOW - 23 * HOUR + 999)
    for (const date of [NOW / 1000 + 60, 1_500_000_000, 0, 'today', null, undefined]) assert.equal(at(date), NOW, String(date))
  })

  it('counts no bots', () => {
    assert.equal(readUpdate(member({ status: 'left' }, { ...member_, user: { ...USER, is_bot: true } }), NOW)?.membership, undefined)
  })

  it('is not put off by what it can not read', () => {
    for (const body of [null, 5, 'text', [], {}, { update_id: 'one' }, { update_id: 1.5 }]) assert.equal(readUpdate(body, NOW), undefined)
    const broken = [
      { message: { text: 'hi' } },
      { chat_member: null },
      { chat_member: 5 },
      { chat_member: { chat: CHAT } },
      member({ status: 'left' }, { ...member_, user: null }),
      member({ status: 'left' }, { ...member_, user: { id: 'x' } }),
      member({ status: 'left' }, member_, { chat: { id: 1.5 } }),
      { chat_join_request: { chat: CHAT, from: 7 } },
    ]
    for (const body of broken) assert.deepEqual(readUpdate({ ...body, update_id: 3 }, NOW), { id: 3, membership: undefined })
    const strange = readUpdate(member({ status: 'left' }, member_, { invite_link: 'text' }), NOW)
    assert.equal(strange?.membership?.link, undefined)
  })
})
