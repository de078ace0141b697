import { sha256 } from '../../lib/secrets.js'
import type { PersonHashes } from './platform.js'

/** A person's data as it was given: clear, or already as the SHA-256 of its normalised value. */
export interface RawPerson {
  readonly email?: string
  readonly phone?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly externalUserId?: string
  /** As decimal text. */
  readonly telegramUserId: string
}

const DIGEST = /^[0-9a-f]{64}$/i

/** The dots before the @ of an address of Google's, where they mean nothing. */
const GOOGLE_DOTS = /\.(?=[^@]*@(?:gmail|googlemail)\.com$)/g

/**
 * What is kept of a person: the SHA-256 of each value, normalised as Meta, TikTok and Snapchat ask for (`email`, `phone`, names) and as Google does (`emailGoogle`,
 * `phoneE164`, which is TikTok's too). What is 64 hex digits is a digest already and is passed through, in lower case; what is empty once normalised is left out.
 * https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters
 */
export function hashPerson(raw: RawPerson): PersonHashes {
  const email = digest(raw.email, normalEmail)
  const emailGoogle = digest(raw.email, address => normalEmail(address).replace(GOOGLE_DOTS, ''))
  const phone = digest(raw.phone, normalPhone)
  const phoneE164 = digest(raw.phone, number => normalPhone(number).replace(/^(?=.)/, '+'))
  const firstName = digest(raw.firstName, normalName)
  const lastName = digest(raw.lastName, normalName)
  return {
    ...(email && { email }),
    ...(emailGoogle && { emailGoogle }),
    ...(phone && { phone }),
    ...(phoneE164 && { phoneE164 }),
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    externalId: digest(raw.externalUserId, id => id) ?? sha256(raw.telegramUserId),
  }
}

function digest(raw: string | undefined, normal: (text: string) => string): string | undefined {
  const text = raw?.trim()
  if (!text) return undefined
  if (DIGEST.test(text)) return text.toLowerCase()
  const value = normal(text)
  return value === '' ? undefined : sha256(value)
}

const normalEmail = (address: string): string => address.toLowerCase()

/** Digits alone, in whatever script's they were typed, without leading zeros. */
const normalPhone = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^0-9]/g, '')
    .replace(/^0+/, '')

/** Composed first, so that an accent that was typed apart from its letter makes no other person. */
const normalName = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
