import { STATUS_CODES } from 'node:http'
import { Fault, type FaultKind, Limited } from '../lib/errors.js'

/** Each area keeps the error body of the system it replaces; the tag's `x-error-shape` names it. */
export type ErrorShape = 'delivery' | 'wall' | 'tracking' | 'engagement'

/** A fault of the HTTP exchange itself (405, 413, 415, 414): only this folder knows such things, so only it can throw one. */
export class ProtocolFault extends Error {
  constructor(
    readonly status: 404 | 405 | 408 | 413 | 414 | 415 | 431,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}

/** The 429 of a limit class, with the headers of the IETF's draft on rate limits. */
export class LimitReached extends Limited {
  readonly headers: Readonly<Record<string, string>>

  constructor(limit: number, seconds: number, wait: number) {
    super(`At most ${limit} calls in ${seconds} seconds. Try again in ${wait} seconds.`, undefined, wait)
    this.headers = { 'RateLimit-Limit': String(limit), 'RateLimit-Remaining': '0', 'RateLimit-Reset': String(wait) }
  }
}

/** What goes over the wire when a request fails. */
export interface Failure {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

const STATUS: Record<FaultKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  paused: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  limited: 429,
  unavailable: 503,
}

const REASON: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthenticated',
  402: 'paused',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  431: 'headers_too_large',
  500: 'internal_error',
  503: 'unavailable',
}

/** The tracking area's words for the statuses whose meaning its source system named. */
const TRACKING_CODE: Record<number, string> = {
  400: 'INVALID_PAYLOAD',
  401: 'AUTH_REQUIRED',
  402: 'SUBSCRIPTION_INACTIVE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
}

/** A body in the area's shape. `reason` is one stable word; shapes without room for it leave it out. */
export function errorBody(shape: ErrorShape, status: number, message: string, reason = REASON[status] ?? 'error'): unknown {
  switch (shape) {
    case 'delivery':
      return { error: message, reason }
    case 'wall':
      return /^[A-Z_]+$/.test(reason) ? { status: 'failure', error: { code: reason, message } } : { status: 'failure', message }
    case 'tracking':
      return { error: { code: /^[A-Z_]+$/.test(reason) ? reason : (TRACKING_CODE[status] ?? reason.toUpperCase()), message } }
    case 'engagement':
      return { error: STATUS_CODES[status] ?? 'Error', message, status }
  }
}

/** What the caller is told of an error. An error of no known meaning is a 500 whose only content is the id the log line also carries. */
export function failureOf(error: unknown, shape: ErrorShape, requestId: string): Failure {
  if (error instanceof ProtocolFault) {
    return { status: error.status, body: errorBody(shape, error.status, error.message), headers: error.headers }
  }
  if (error instanceof Fault) {
    const status = STATUS[error.kind]
    const headers: Record<string, string> = error instanceof LimitReached ? { ...error.headers } : {}
    if (error.retryAfter !== undefined) headers['Retry-After'] = String(error.retryAfter)
    if (status === 401) headers['WWW-Authenticate'] = 'Bearer'
    return { status, body: errorBody(shape, status, error.message, error.reason), headers }
  }
  return { status: 500, body: errorBody(shape, 500, `Something failed on our side. Quote ${requestId} when you report it.`), headers: {} }
}
