import type { Exchange, OutboundRequest } from './exchange.js'

/** What Telegram's Bot API said to a call. `retryAfterMs`: when it asks to be left alone for a while. */
export type TelegramAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly reason: string; readonly retryAfterMs?: number }

/**
 * A call of Telegram's Bot API, https://core.telegram.org/bots/api#making-requests
 * @param baseUrl without a slash at its end
 * @param secrets texts among the parameters that must not be kept, beside the token
 */
export const telegramRequest = (
  baseUrl: string,
  token: string,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
  secrets: readonly string[] = [],
): OutboundRequest => ({
  method: 'POST',
  url: `${baseUrl}/bot${token}/${method}`,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(parameters),
  secrets: [token, ...secrets],
})

/** Reads what came of it. A reason is fit to be shown: it holds nothing of the request. */
export function readTelegram(exchange: Exchange): TelegramAnswer {
  if (exchange.kind !== 'answered') return { ok: false, reason: exchange.reason }
  const { status, body } = exchange.answer
  const answer = parsed(body)
  if (status === 200 && answer?.ok === true) return { ok: true, result: answer.result }
  const description = typeof answer?.description === 'string' ? answer.description.slice(0, 300) : undefined
  const seconds = answer?.parameters?.retry_after
  return {
    ok: false,
    reason: description === undefined ? `Telegram answered ${status}` : `Telegram answered ${status}: ${description}`,
    ...(typeof seconds === 'number' && { retryAfterMs: seconds * 1000 }),
  }
}

interface Answer {
  readonly ok?: unknown
  readonly result?: unknown
  readonly description?: unknown
  readonly parameters?: { readonly retry_after?: unknown }
}

function parsed(body: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
