import { HOUR } from '../../../lib/time.js'
import type { OutboundAnswer, Outcome } from '../../../outbound/exchange.js'
import { all, credentials, isObject, isPassing, isSuccess, objectOf, rejected, retry } from '../answers.js'
import type { PlatformEvent, Reading } from '../platform.js'

/** Of a GoogleAdsFailure: what was wrong, and with which conversion. */
interface Failure {
  readonly index: number | undefined
  /** As `conversionUploadError.EXPIRED_EVENT`. */
  readonly code: string
  readonly message: string
}

/** The order id was counted before: a try whose answer was lost had arrived. */
const COUNTED = 'ORDER_ID_ALREADY_IN_USE'

const PASSING_KINDS = new Set(['internalError', 'quotaError', 'databaseError'])

/** The click, or the conversion action, is too new to be found. https://developers.google.com/google-ads/api/reference/rpc/v26/ConversionUploadErrorEnum.ConversionUploadError */
const TOO_NEW = new Set(['TOO_RECENT_EVENT', 'TOO_RECENT_CONVERSION_ACTION'])
const TOO_NEW_FOR_MS = 6 * HOUR

/** Each conversion on its own where some were refused; `partialFailureError` names them by their place. */
export function read(answer: OutboundAnswer, events: readonly PlatformEvent[]): Reading {
  const body = objectOf(answer)
  if (!isSuccess(answer)) return all(refusal(answer, body?.error))
  if (!body) return all(retry(`Google Ads answered ${answer.status}, and not in JSON`, answer))
  const partial = body.partialFailureError
  if (!isObject(partial)) return all({ kind: 'delivered' })
  const failures = failuresOf(partial)
  const placed = new Map(failures.flatMap(failure => (failure.index === undefined ? [] : [[failure.index, failure] as const])))
  if (placed.size < failures.length || failures.length === 0) return all(rejected(`Google Ads: ${partial.message ?? 'no message'}`))
  return { of: 'each', outcomes: events.map((_event, index) => outcomeOf(placed.get(index))) }
}

function outcomeOf(failure: Failure | undefined): Outcome {
  if (!failure) return { kind: 'delivered' }
  const [kind = '', name = ''] = failure.code.split('.')
  const reason = `Google Ads ${failure.code}: ${failure.message}`
  if (name === COUNTED) return { kind: 'delivered' }
  if (TOO_NEW.has(name)) return { kind: 'retry', reason, afterMs: TOO_NEW_FOR_MS }
  return PASSING_KINDS.has(kind) ? { kind: 'retry', reason } : rejected(reason)
}

function refusal(answer: OutboundAnswer, error: unknown): Outcome {
  const failure = isObject(error) ? failuresOf(error)[0] : undefined
  const message = failure?.message ?? (isObject(error) ? error.message : undefined) ?? 'no message'
  const reason = `Google Ads ${answer.status}${failure ? ` ${failure.code}` : ''}: ${message}`
  if (answer.status === 401 || answer.status === 403) return credentials(reason)
  return isPassing(answer) ? retry(reason, answer) : rejected(reason)
}

function failuresOf({ details }: Record<string, unknown>): Failure[] {
  const errors = listOf(details).flatMap(detail => listOf(detail.errors))
  return errors.map(({ errorCode, message, location }) => {
    const [code] = isObject(errorCode) ? Object.entries(errorCode) : []
    const path = isObject(location) ? listOf(location.fieldPathElements) : []
    const conversion = path.find(({ fieldName }) => fieldName === 'conversions')
    return { index: conversion && Number(conversion.index ?? 0), code: code ? code.join('.') : 'unknown', message: String(message ?? '') }
  })
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : [])
