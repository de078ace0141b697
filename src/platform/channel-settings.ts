import type { Channel, JoinConversion } from '../catalogue/tracking.js'
import type { BodyOf, Request } from '../http/types.js'
import { parseCurrency } from '../lib/currency.js'
import { Invalid } from '../lib/errors.js'
import { fromMicros, toMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'

type ConversionSettings = Request<'createChannel'>['body']['conversion']

/**
 * Reads what a join counts as, whose form the contract has checked already.
 * @throws Invalid naming the field that is missing or is no currency
 */
export function readConversion(settings: ConversionSettings): JoinConversion | null {
  if (settings === null) return null
  const { eventType, customEventName, value, currency: text } = settings
  if (eventType === 'Custom' && customEventName === undefined) throw new Invalid('conversion.customEventName: required for Custom')
  if (eventType === 'Purchase' && value === undefined) throw new Invalid('conversion.value: required for Purchase')
  if (value !== undefined && text === undefined) throw new Invalid('conversion.currency: required with a value')
  const currency = text === undefined ? undefined : parseCurrency(text)
  if (text !== undefined && currency === undefined) throw new Invalid(`conversion.currency: ${text} is no currency of ISO 4217`)
  return {
    eventType,
    ...(customEventName !== undefined && { customEventName }),
    ...(value !== undefined && { value: toMicros(value, 'conversion.value') }),
    ...(currency !== undefined && { currency }),
  }
}

/** As text, however it was written: it may be longer than a number is exact. */
export function readChatId(id: string | number | null): string | null {
  if (id === 0) throw new Invalid('telegramChatId: must be the digits of a Telegram chat id')
  return id === null ? null : String(id)
}

/** A channel as the contract shows it. */
export const presentChannel = (channel: Channel): BodyOf<'getChannel', 200> => ({
  id: channel.id,
  websiteId: channel.website,
  name: channel.name,
  telegramChatId: channel.telegramChatId,
  botId: channel.bot,
  staticInviteUrl: channel.staticInviteUrl,
  approveJoinRequests: channel.approveJoinRequests,
  conversion: channel.conversion && presentConversion(channel.conversion),
  default: channel.isDefault,
  createdAt: iso(channel.createdAt),
  updatedAt: iso(channel.updatedAt),
})

const presentConversion = ({ value, ...rest }: JoinConversion) => ({ ...rest, ...(value !== undefined && { value: fromMicros(value) }) })
