import { address, clear, type Fault, type Fields, first, hashed, isFields, money, onlyKeys, seconds, text } from './checks.js'
import type { Call, Reply, Service, World } from './double.js'

const PATH = /^\/v\d+\.\d+\/([\w-]+)\/events$/
const MAX_AGE_DAYS = 7

const EVENT = new Set(['event_name', 'event_time', 'event_id', 'action_source', 'event_source_url', 'user_data', 'custom_data', 'opt_out'])
const HASHED = ['em', 'ph', 'fn', 'ln', 'ct', 'st', 'zp', 'country', 'db', 'ge', 'external_id']
const CLEAR = ['client_ip_address', 'client_user_agent', 'fbc', 'fbp', 'subscription_id', 'lead_id']
const USER = new Set([...HASHED, ...CLEAR])
const CUSTOM = new Set(['value', 'currency', 'content_name', 'content_ids', 'content_type', 'order_id', 'num_items'])
const SOURCES = new Set([
  'website',
  'app',
  'chat',
  'email',
  'phone_call',
  'physical_store',
  'system_generated',
  'other',
  'business_messaging',
])

const error = (status: number, code: number, message: string, subcode?: number): Reply => ({
  status,
  body: {
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(subcode !== undefined && { error_subcode: subcode, error_user_title: 'Invalid', error_user_msg: message }),
      fbtrace_id: 'double',
    },
  },
})

/** Meta Conversions API: one bad event, or one that is too old, fails the whole request. */
export const meta: Service = {
  name: 'meta',
  windowMs: 48 * 3_600_000,
  tooMany: error(400, 4, '(#4) Application request limit reached'),
  answer,
}

function answer({ method, path, query, headers, json }: Call, world: World): Reply {
  const pixel = PATH.exec(path)?.[1]
  if (method !== 'POST' || pixel === undefined) return error(404, 2500, `Unknown path components: ${path}`)
  const token = query.get('access_token') ?? /^(?:Bearer|OAuth) (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (!token) return error(400, 104, 'An access token is required to request this resource.')
  if (world.isRevoked(token)) return error(400, 190, 'Error validating access token: the session has been invalidated.', 460)
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return error(400, 100, 'data must be given as JSON')
  const data = isFields(json) ? json.data : undefined
  if (!Array.isArray(data) || data.length === 0) return error(400, 100, '(#100) The parameter data is required.')
  if (data.length > 1000) return error(400, 100, '(#100) Too many events: 1000 at most', 2804001)
  for (const [index, event] of data.entries()) {
    const fault = faultOf(event, `data[${index}]`, world.now)
    if (fault) return error(400, 100, `Invalid parameter: ${fault}`, 2804003)
  }
  return {
    status: 200,
    body: { events_received: data.length, messages: [], fbtrace_id: 'double' },
    took: data.map(event => ({ account: pixel, name: event.event_name, id: event.event_id, event })),
  }
}

function faultOf(event: unknown, where: string, now: number): Fault {
  if (!isFields(event)) return `${where} must be an object`
  const { user_data: user, custom_data: custom = {} } = event
  return first(
    () => onlyKeys(event, EVENT, where),
    () => text(event.event_name, `${where}.event_name`, 50),
    () => text(event.event_id, `${where}.event_id`),
    () => seconds(event.event_time, `${where}.event_time`, now, MAX_AGE_DAYS),
    () => (SOURCES.has(event.action_source as string) ? undefined : `${where}.action_source is required`),
    () => (isFields(user) ? userFault(user, `${where}.user_data`) : `${where}.user_data is required`),
    () => (event.action_source === 'website' ? websiteFault(event, user as Fields, where) : undefined),
    () => (isFields(custom) ? onlyKeys(custom, CUSTOM, `${where}.custom_data`) : `${where}.custom_data must be an object`),
    () => money(custom as Fields, `${where}.custom_data`, event.event_name === 'Purchase'),
  )
}

function userFault(user: Fields, where: string): Fault {
  return first(
    () => (Object.keys(user).length === 0 ? `${where} is empty` : onlyKeys(user, USER, where)),
    ...HASHED.map(key => () => hashed(user[key], `${where}.${key}`)),
    () => address(user.client_ip_address, `${where}.client_ip_address`),
    () => clear(user.client_user_agent, `${where}.client_user_agent`),
    () => (user.fbc === undefined || /^fb\.[0-2]\.\d{13}\.[\w-]+$/.test(String(user.fbc)) ? undefined : `${where}.fbc is malformed`),
    () => (user.fbp === undefined || /^fb\.[0-2]\.\d{13}\.\d+$/.test(String(user.fbp)) ? undefined : `${where}.fbp is malformed`),
  )
}

const websiteFault = (event: Fields, user: Fields, where: string): Fault =>
  first(
    () => (URL.canParse(String(event.event_source_url)) ? undefined : `${where}.event_source_url is required of a website`),
    () => text(user.client_user_agent, `${where}.user_data.client_user_agent`, 2000),
  )
