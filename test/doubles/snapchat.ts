import { address, clear, type Fault, type Fields, first, hashed, isFields, money, onlyKeys, seconds, text } from './checks.js'
import type { Call, Reply, Service, World } from './double.js'

const PATH = /^\/v3\/([\w-]+)\/events$/
const MAX_AGE_DAYS = 37

const EVENT = new Set([
  'event_name',
  'event_time',
  'event_id',
  'action_source',
  'event_source_url',
  'user_data',
  'custom_data',
  'integration',
])
const HASHED = ['em', 'ph', 'fn', 'ln', 'external_id']
const USER = new Set([...HASHED, 'client_ip_address', 'client_user_agent', 'sc_click_id', 'sc_cookie1'])
const CUSTOM = new Set(['value', 'currency', 'content_name', 'contents', 'order_id'])
const SOURCES = new Set(['WEB', 'OFFLINE', 'MOBILE_APP'])
const NAMES = new Set([
  ...['PURCHASE', 'SIGN_UP', 'SUBSCRIBE', 'PAGE_VIEW', 'VIEW_CONTENT', 'ADD_CART', 'START_CHECKOUT', 'LOGIN', 'START_TRIAL'],
  ...[1, 2, 3, 4, 5].map(number => `CUSTOM_EVENT_${number}`),
])

const refusal = (status: number, reason: string): Reply => ({ status, body: { status: 'INVALID', reason } })

/** Snapchat Conversions API. */
export const snapchat: Service = {
  name: 'snapchat',
  windowMs: 48 * 3_600_000,
  tooMany: refusal(429, 'Too many requests'),
  answer,
}

function answer({ method, path, query, headers, json }: Call, world: World): Reply {
  const pixel = PATH.exec(path)?.[1]
  if (method !== 'POST' || pixel === undefined) return refusal(404, 'not found')
  const token = query.get('access_token')
  if (!token || world.isRevoked(token)) return refusal(401, 'Invalid access token')
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return refusal(415, 'JSON is expected')
  const data = isFields(json) ? json.data : undefined
  if (!Array.isArray(data) || data.length === 0 || data.length > 2000) return refusal(400, 'data must have 1 to 2000 events')
  for (const [index, event] of data.entries()) {
    const fault = faultOf(event, `data[${index}]`, world.now)
    if (fault) return refusal(400, fault)
  }
  return {
    status: 200,
    body: { status: 'VALID', reason: 'Events have been processed successfully.' },
    took: data.map(event => ({ account: pixel, name: event.event_name, id: event.event_id, event })),
  }
}

function faultOf(event: unknown, where: string, now: number): Fault {
  if (!isFields(event)) return `${where} must be an object`
  const { user_data: user, custom_data: custom = {} } = event
  return first(
    () => onlyKeys(event, EVENT, where),
    () => (NAMES.has(event.event_name as string) ? undefined : `${where}.event_name is not one of Snapchat's`),
    () => text(event.event_id, `${where}.event_id`),
    () => seconds(event.event_time, `${where}.event_time`, now, MAX_AGE_DAYS),
    () => (SOURCES.has(event.action_source as string) ? undefined : `${where}.action_source is required`),
    () =>
      event.action_source !== 'WEB' || URL.canParse(String(event.event_source_url)) ? undefined : `${where}.event_source_url is required`,
    () => (isFields(user) ? userFault(user, `${where}.user_data`) : `${where}.user_data is required`),
    () => (isFields(custom) ? onlyKeys(custom, CUSTOM, `${where}.custom_data`) : `${where}.custom_data must be an object`),
    () => money(custom as Fields, `${where}.custom_data`, event.event_name === 'PURCHASE'),
  )
}

const userFault = (user: Fields, where: string): Fault =>
  first(
    () => onlyKeys(user, USER, where),
    ...HASHED.map(key => () => hashed(user[key], `${where}.${key}`)),
    () => address(user.client_ip_address, `${where}.client_ip_address`),
    () => clear(user.client_user_agent, `${where}.client_user_agent`),
    () => clear(user.sc_click_id, `${where}.sc_click_id`),
    () =>
      user.em || user.ph || (user.client_ip_address && user.client_user_agent) || user.sc_click_id
        ? undefined
        : `${where} must have em, ph, sc_click_id, or client_ip_address with client_user_agent`,
  )
