import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { hashPerson } from '../../../src/tracking/platforms/person.js'

const of = (text: string): string => createHash('sha256').update(text).digest('hex')
const person = (raw: Omit<Parameters<typeof hashPerson>[0], 'telegramUserId'>) => hashPerson({ telegramUserId: '42', ...raw })

/** Meta's own vectors. */
const JOHN = '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'
const PHONE = 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176'
const MARY = '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec'
const VALERY = '08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c'
const JEONG = '8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14'

describe('what is kept of a person', () => {
  for (const email of ['john_smith@gmail.com', '  John_Smith@Gmail.com\n'])
    it(`is the hash of the e-mail address, trimmed and in lower case: ${JSON.stringify(email)}`, () =>
      assert.equal(person({ email }).email, JOHN))

  it('has Google be told of its own addresses without dots', () => {
    const { email, emailGoogle } = person({ email: 'John.S.Mith@googlemail.com' })
    assert.equal(email, of('john.s.mith@googlemail.com'))
    assert.equal(emailGoogle, of('johnsmith@googlemail.com'))
  })

  it('keeps the dots of other providers', () =>
    assert.equal(person({ email: 'a.b@gmail.com.example' }).emailGoogle, of('a.b@gmail.com.example')))

  for (const phone of ['16505551212', '+1 (650) 555-1212', '0016505551212', '１６５０５５５１２１２'])
    it(`is the hash of the phone number's digits, with and without a +: ${phone}`, () => {
      assert.equal(person({ phone }).phone, PHONE)
      assert.equal(person({ phone }).phoneE164, of('+16505551212'))
    })

  it('takes a phone number without a country code as it is, without its leading zeros', () =>
    assert.equal(person({ phone: '0650 555 12' }).phone, of('65055512')))

  for (const [name, hash] of [
    ['Mary', MARY],
    [' M.a-r’y ', MARY],
    ['Valéry', VALERY],
    ['Vale\u0301ry', VALERY],
    ['정', JEONG],
    ['Anna  +  Maria', of('anna maria')],
  ] as const)
    it(`is the hash of a name in lower case, without punctuation: ${JSON.stringify(name)}`, () => {
      assert.equal(person({ firstName: name }).firstName, hash)
      assert.equal(person({ lastName: name }).lastName, hash)
    })

  it('passes a digest through, in lower case, for every platform', () => {
    const given = { email: JOHN.toUpperCase(), phone: ` ${PHONE}`, firstName: MARY, externalUserId: JEONG.toUpperCase() }
    assert.deepEqual(person(given), {
      email: JOHN,
      emailGoogle: JOHN,
      phone: PHONE,
      phoneE164: PHONE,
      firstName: MARY,
      externalId: JEONG,
    })
  })

  it('is nothing of what is empty once normalised', () =>
    assert.deepEqual(Object.keys(person({ email: ' ', phone: '+00', firstName: '!?', lastName: '' })), ['externalId']))

  it('names him by the id that his website gave him, trimmed, or else by that of Telegram', () => {
    assert.equal(person({ externalUserId: ' User-7 ' }).externalId, of('User-7'))
    assert.equal(person({}).externalId, of('42'))
    assert.equal(person({ externalUserId: ' ' }).externalId, of('42'))
  })
})
