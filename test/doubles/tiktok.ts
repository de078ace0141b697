import { address, clear, type Fault, type Fields, first, hashed, isFields, money, onlyKeys, seconds, text } from './checks.js'
import type { Call, Reply, Service, World } from './double.js'

const MAX_AGE_DAYS = 28

const BODY = new Set(['event_source', 'event_source_id', 'test_event_code', 'data'])
const EVENT = new Set(['event', 'event_time', 'event_id', 'user', 'page', 'properties'])
const HASHED = ['email', 'phone', 'external_id']
const CLEAR = ['ttclid', 'ttp', 'user_agent', 'locale']
const USER = new Set([...HASHED, ...CLEAR, 'ip'])
const PROPERTIES = new Set(['value', 'currency', 'contents', 'content_type', 'description', 'order_id'])

/** Whatever happened, the status is 200 and `code` says what. */
const said = (code: number, message: string): Reply => ({ status: 200, body: { code, message, request_id: 'double', data: {} } })

/** TikTok Events API. */
export const tiktok: Service = {
  name: 'tiktok',
  windowMs: 48 * 3_600_000,
  tooMany: said(40100, 'Too many requests. Please retry in some time.'),
  answer,
}

function answer({ method, path, headers, json }: Call, world: World): Reply {
  if (method !== 'POST' || path !== '/open_api/v1.3/event/track/') return said(40006, `The path ${path} is not supported.`)
  const token = headers['access-token']
  if (typeof token !== 'string' || token === '') return said(40104, 'Access token is empty.')
  if (world.isRevoked(token)) return said(40105, 'Access token is incorrect or has been revoked.')
  if (!/^application\/json\b/.test(headers['content-type'] ?? '') || !isFields(json)) return said(40002, 'The body must be JSON.')
  const { event_source: source, event_source_id: pixel, data } = json
  const fault = first(
    () => onlyKeys(json, BODY, 'body'),
    () => (source === 'web' ? undefined : 'event_source must be web, app, offline or crm'),
    () => text(pixel, 'event_source_id'),
    () => (Array.isArray(data) && data.length > 0 && data.length <= 1000 ? undefined : 'data must have 1 to 1000 events'),
    ...(Array.isArray(data) ? data.map((event, index) => () => faultOf(event, `data[${index}]`, world.now)) : []),
  )
  if (fault) return said(40002, fault)
  const took = (data as Fields[]).map(event => ({
    account: String(pixel),
    name: String(event.event),
    id: String(event.event_id),
    event,
  }))
  return { ...said(0, 'OK'), took }
}

function faultOf(event: unknown, where: string, now: number): Fault {
  if (!isFields(event)) return `${where} must be an object`
  const { user, properties = {}, page } = event
  return first(
    () => onlyKeys(event, EVENT, where),
    () => text(event.event, `${where}.event`, 50),
    () => text(event.event_id, `${where}.event_id`),
    () => seconds(event.event_time, `${where}.event_time`, now, MAX_AGE_DAYS),
    () => (isFields(user) ? userFault(user, `${where}.user`) : `${where}.user is required`),
    () => (page === undefined || (isFields(page) && URL.canParse(String(page.url))) ? undefined : `${where}.page.url must be a URL`),
    () => (isFields(properties) ? onlyKeys(properties, PROPERTIES, `${where}.properties`) : `${where}.properties must be an object`),
    () => money(properties as Fields, `${where}.properties`, event.event === 'CompletePayment'),
  )
}

const userFault = (user: Fields, where: string): Fault =>
  first(
    () => (Object.keys(user).length === 0 ? `${where} is empty` : onlyKeys(user, USER, where)),
    ...HASHED.map(key => () => hashed(user[key], `${where}.${key}`)),
    ...CLEAR.map(key => () => clear(user[key], `${where}.${key}`)),
    () => address(user.ip, `${where}.ip`),
  )
