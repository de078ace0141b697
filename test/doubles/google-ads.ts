import { clear, type Fault, type Fields, first, hashed, isFields, onlyKeys, text } from './checks.js'
import type { Call, Reply, Service, Told, World } from './double.js'

const PATH = /^\/v\d+\/customers\/(\d+):uploadClickConversions$/
const TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/
const TOKEN_SECONDS = 3599

const BODY = new Set(['conversions', 'partialFailure', 'validateOnly', 'jobId'])
const CONVERSION = new Set([
  ...['gclid', 'gbraid', 'wbraid', 'conversionAction', 'conversionDateTime', 'conversionValue', 'currencyCode', 'orderId'],
  ...['userIdentifiers', 'consent', 'userIpAddress', 'conversionEnvironment'],
])

const failure = (status: number, kind: string, code: string, message: string): Reply => ({
  status,
  body: { error: { code: status, message, status: code, details: [{ errors: [{ errorCode: { [kind]: code }, message }] }] } },
})

/** Google Ads with its token service beside it. Errors of conversions are theirs alone; an order id counts once per conversion action. */
export const googleAds: Service = {
  name: 'google',
  windowMs: Number.POSITIVE_INFINITY,
  tooMany: failure(429, 'quotaError', 'RESOURCE_EXHAUSTED', 'Too many requests. Retry in 1 second.'),
  answer: (call, world) => (call.path === '/token' ? grant(call, world) : upload(call, world)),
}

function grant({ method, headers, text: form }: Call, world: World): Reply {
  const refused = (error: string, description: string): Reply => ({ status: 400, body: { error, error_description: description } })
  if (method !== 'POST' || !/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? ''))
    return refused('invalid_request', 'POST a form')
  const fields = Object.fromEntries(new URLSearchParams(form))
  if (fields.grant_type !== 'refresh_token') return refused('unsupported_grant_type', 'Invalid grant_type')
  if (!fields.client_id || !fields.client_secret) return { ...refused('invalid_client', 'The OAuth client was not found.'), status: 401 }
  if (!fields.refresh_token || world.isRevoked(fields.refresh_token)) return refused('invalid_grant', 'Token has been expired or revoked.')
  const token = `ya29.double-${world.granted.size + 1}`
  world.granted.set(token, world.now + TOKEN_SECONDS * 1000)
  return { status: 200, body: { access_token: token, expires_in: TOKEN_SECONDS, scope: 'adwords', token_type: 'Bearer' } }
}

function upload({ method, path, headers, json }: Call, world: World): Reply {
  const customer = PATH.exec(path)?.[1]
  if (method !== 'POST' || customer === undefined) return { status: 404, body: '<html>404</html>' }
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  // A token that it did not give out itself is one that somebody else did.
  if (!token || world.isRevoked(token) || (world.granted.get(token) ?? Number.POSITIVE_INFINITY) < world.now)
    return failure(401, 'authenticationError', 'OAUTH_TOKEN_INVALID', 'Request had invalid authentication credentials.')
  if (!headers['developer-token']) return failure(401, 'authenticationError', 'DEVELOPER_TOKEN_MISSING', 'No developer token')
  if (!isFields(json)) return failure(400, 'requestError', 'INVALID_INPUT', 'The body must be JSON.')
  const { conversions, partialFailure } = json
  if (partialFailure !== true) return failure(400, 'partialFailureError', 'PARTIAL_FAILURE_MODE_REQUIRED', 'partial_failure must be true')
  const fault = onlyKeys(json, BODY, 'body')
  if (fault) return failure(400, 'requestError', 'INVALID_INPUT', fault)
  if (!Array.isArray(conversions) || conversions.length === 0) return failure(400, 'requestError', 'REQUIRED', 'conversions')
  if (conversions.length > 2000) return failure(400, 'conversionUploadError', 'TOO_MANY_CONVERSIONS_IN_REQUEST', '2000 at most')
  return each(conversions, customer, world)
}

function each(conversions: unknown[], customer: string, world: World): Reply {
  const errors: object[] = []
  const took: Told[] = []
  const orders = new Set<string>()
  for (const [index, conversion] of conversions.entries()) {
    const refuse = (kind: string, code: string, message: string) =>
      errors.push({ errorCode: { [kind]: code }, message, location: { fieldPathElements: [{ fieldName: 'conversions', index }] } })
    const fault = faultOf(conversion, `conversions[${index}]`)
    if (fault) {
      refuse('fieldError', 'INVALID_VALUE', fault)
      continue
    }
    const { conversionAction, orderId } = conversion as { conversionAction: string; orderId: string }
    const told = { account: customer, name: conversionAction, id: orderId, event: conversion }
    if (timeOf(conversion as Fields) < world.now - 90 * 86_400_000)
      refuse('conversionUploadError', 'EXPIRED_EVENT', 'The click is too old.')
    else if (orders.has(orderId)) refuse('conversionUploadError', 'DUPLICATE_ORDER_ID', 'Twice in this request.')
    else if (world.knows(told)) refuse('conversionUploadError', 'ORDER_ID_ALREADY_IN_USE', 'The order id is in use.')
    else took.push(told)
    orders.add(orderId)
  }
  const details = [{ '@type': 'type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure', errors }]
  const partialFailureError = { code: 3, message: 'Multiple errors in ‘details’.', details }
  return { status: 200, body: { ...(errors.length > 0 && { partialFailureError }), results: conversions.map(() => ({})) }, took }
}

const timeOf = ({ conversionDateTime }: Fields): number => Date.parse(String(conversionDateTime).replace(' ', 'T'))

function faultOf(conversion: unknown, where: string): Fault {
  if (!isFields(conversion)) return `${where} must be an object`
  const { gclid, userIdentifiers: people = [], conversionValue: value, currencyCode: currency } = conversion
  return first(
    () => onlyKeys(conversion, CONVERSION, where),
    () =>
      /^customers\/\d+\/conversionActions\/\d+$/.test(String(conversion.conversionAction))
        ? undefined
        : `${where}.conversionAction is required`,
    () => (TIME.test(String(conversion.conversionDateTime)) ? undefined : `${where}.conversionDateTime must be yyyy-mm-dd hh:mm:ss+hh:mm`),
    () => text(conversion.orderId, `${where}.orderId`),
    () => clear(gclid, `${where}.gclid`),
    () => (Array.isArray(people) && people.length <= 5 ? undefined : `${where}.userIdentifiers must be at most 5`),
    ...(people as unknown[]).map(person => () => personFault(person, `${where}.userIdentifiers`)),
    () => (gclid !== undefined || (people as unknown[]).length > 0 ? undefined : `${where} has neither a click nor a person`),
    () => (value === undefined || (typeof value === 'number' && value >= 0) ? undefined : `${where}.conversionValue must be a number`),
    () => (value === undefined || /^[A-Z]{3}$/.test(String(currency)) ? undefined : `${where}.currencyCode must be of ISO 4217`),
  )
}

/** Exactly one identifier in each object. */
function personFault(person: unknown, where: string): Fault {
  if (!isFields(person)) return `${where} must be objects`
  const [key, ...more] = Object.keys(person).filter(name => name !== 'userIdentifierSource')
  if (more.length > 0 || (key !== 'hashedEmail' && key !== 'hashedPhoneNumber'))
    return `${where} must each have hashedEmail or hashedPhoneNumber`
  return hashed(person[key], `${where}.${key}`)
}
