import assert from 'node:assert/strict'
import { type Identity, type KnownIdentity, type Meeting, recognise } from '../../src/people/recognition.js'

const telegram = (value: string): Identity => ({ kind: 'telegram', value })
const external = (value: string): Identity => ({ kind: 'external', value })
const email = (value: string): Identity => ({ kind: 'email', value })
const anonymous = (value: string): Identity => ({ kind: 'anonymous', value })
const met = (...identities: Identity[]): Meeting => ({ organization: 'org', identities, at: 1000 })
const of = (user: string, identity: Identity, organization = 'org'): KnownIdentity => ({ organization, ...identity, user })
const names = (identities: readonly KnownIdentity[]) => identities.map(({ kind, value, user }) => `${kind} ${value} ${user}`).sort()

describe('recognise', () => {
  it('takes one who is known under none of his names for a new user, known under all of them from then on', () => {
    const { users, newUsers, newIdentities, merges } = recognise([met(telegram('1'), email('e'))], [], new Set())
    const [user] = users
    assert.deepEqual(newUsers, [{ id: user, organization: 'org', createdAt: 1000 }])
    assert.deepEqual(names(newIdentities), [`email e ${user}`, `telegram 1 ${user}`])
    assert.deepEqual(merges, [])
  })

  it('knows one by any of his names, and learns the others', () => {
    const { users, newUsers, newIdentities } = recognise(
      [met(telegram('1'), external('c'))],
      [of('usr_a', telegram('1'))],
      new Set(['usr_a']),
    )
    assert.deepEqual([users, newUsers], [['usr_a'], []])
    assert.deepEqual(names(newIdentities), ['external c usr_a'])
  })

  it('makes one of two who are met in one batch under one name', () => {
    const { users, newUsers } = recognise([met(telegram('1')), met(telegram('1')), met(telegram('2'))], [], new Set())
    assert.equal(users[0], users[1])
    assert.notEqual(users[0], users[2])
    assert.equal(newUsers.length, 2)
  })

  it('makes two users one whom the business knows for one, and keeps the older', () => {
    const known = [of('usr_b', telegram('1')), of('usr_a', external('c'))]
    const { users, merges } = recognise([met(telegram('1'), external('c'))], known, new Set(['usr_b']))
    assert.deepEqual(users, ['usr_a'])
    assert.deepEqual(merges, [{ from: 'usr_b', into: 'usr_a' }])
  })

  it('gives a visitor who becomes known to the user that he is', () => {
    const known = [of('usr_a', anonymous('t')), of('usr_b', telegram('1'))]
    const { users, merges } = recognise([met(telegram('1'), anonymous('t'))], known, new Set(['usr_b']))
    assert.deepEqual([users, merges], [['usr_a'], [{ from: 'usr_b', into: 'usr_a' }]])
  })

  it('does not make two people one for an address or a browser that they share', () => {
    const known = [of('usr_a', telegram('1')), of('usr_a', email('e')), of('usr_b', telegram('2'))]
    const members = new Set(['usr_a', 'usr_b'])
    assert.deepEqual(recognise([met(telegram('2'), email('e'))], known, members).users, ['usr_b'])
    const stranger = recognise([met(telegram('3'), email('e'))], known.slice(0, 2), new Set(['usr_a']))
    assert.equal(stranger.newUsers.length, 1)
    assert.deepEqual(
      names(stranger.newIdentities),
      [`telegram 3 ${stranger.users[0]}`],
      'the address stays with whom it was known of first',
    )
  })

  it('follows a user through all merges of a batch, and writes none that it made and merged', () => {
    const known = [of('usr_0', external('c'))]
    const { users, newUsers, newIdentities, merges } = recognise(
      [met(telegram('1'), external('d')), met(telegram('2'), external('c')), met(telegram('1'), external('c'))],
      known,
      new Set(),
    )
    assert.deepEqual(users, ['usr_0', 'usr_0', 'usr_0'])
    assert.deepEqual(newUsers, [])
    assert.deepEqual([...new Set(newIdentities.map(({ user }) => user))], ['usr_0'])
    assert.deepEqual(
      merges.map(({ into }) => into),
      ['usr_0'],
    )
  })

  it('keeps organizations apart', () => {
    const other: Meeting = { ...met(telegram('1')), organization: 'other' }
    const { users } = recognise([met(telegram('1')), other], [of('usr_a', telegram('1'))], new Set(['usr_a']))
    assert.equal(users[0], 'usr_a')
    assert.notEqual(users[1], 'usr_a')
  })
})
