import { NotFound } from '../lib/errors.js'

/** Telegram's number of a person. @throws NotFound LEAD_NOT_FOUND when a path can't mean one */
export function leadIdOf(text: string): string {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw leadNotFound()
  return text
}

export const leadNotFound = () => new NotFound('telegramUserId: nobody of this website is known by it', 'LEAD_NOT_FOUND')
