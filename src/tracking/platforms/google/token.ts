import type { OutboundAnswer, OutboundRequest } from '../../../outbound/exchange.js'
import { credentials, isPassing, isSuccess, objectOf, retry } from '../answers.js'
import type { Access, Grant } from '../platform.js'

const TOKENS = 'https://oauth2.googleapis.com/token'

/** An access token is used no longer than this much before its end, so that none ends under way. */
const MARGIN_S = 60

/** Asks for an access token by the refresh token, unless one was given. https://developers.google.com/identity/protocols/oauth2/web-server#offline */
export function authorize({ settings, secrets }: Access, elsewhere?: string): OutboundRequest | undefined {
  const { accessToken, refreshToken, clientSecret = '' } = secrets
  if (accessToken !== undefined || refreshToken === undefined) return undefined
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: settings.clientId ?? '', client_secret: clientSecret }
  return {
    method: 'POST',
    url: elsewhere === undefined ? TOKENS : `${elsewhere}/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    secrets: [refreshToken, clientSecret].flatMap(secret => [secret, encodeURIComponent(secret)]),
  }
}

export function readToken(answer: OutboundAnswer): Grant {
  const body = objectOf(answer)
  const error = body?.error
  if (isSuccess(answer) && typeof body?.access_token === 'string')
    return { kind: 'granted', accessToken: body.access_token, expiresInMs: Math.max(0, Number(body.expires_in ?? 0) - MARGIN_S) * 1000 }
  const reason = `Google's token service answered ${answer.status}${error === undefined ? '' : `: ${error} ${body?.error_description ?? ''}`.trimEnd()}`
  // `invalid_grant`: the refresh token has expired or was revoked; the others: the client is not who it says.
  return isPassing(answer) || isSuccess(answer) ? retry(reason, answer) : credentials(reason)
}
