import { join } from 'node:path'
import type Koa from 'koa'
import { openBooks } from './books.js'
import { billingTerms } from './catalogue/billing-terms.js'
import { Catalogue } from './catalogue/catalogue.js'
import { TriggerSecretStore } from './catalogue/key-store.js'
import { SecretUses } from './catalogue/secret-uses.js'
import type { Config } from './config.js'
import { recordClick } from './delivery/click.js'
import { getDecision } from './delivery/decision.js'
import { getDeclineSession } from './delivery/decline-session.js'
import { createDeclineSession } from './delivery/decline-sessions.js'
import { recordDeclineTrigger } from './delivery/decline-trigger.js'
import { recordImpression } from './delivery/impression.js'
import { getOffers } from './delivery/offers.js'
import { getPostback, recordPostback } from './delivery/postback.js'
import { authenticatePostback } from './delivery/postback-auth.js'
import { getRedirect } from './delivery/redirect.js'
import { createRequestIds } from './delivery/request-id.js'
import { recordSnippetPing } from './delivery/snippet-ping.js'
import { sweepTriggerSessions } from './delivery/trigger-session-keeper.js'
import { createVisitorHash } from './delivery/visitor.js'
import { createDispatch } from './dispatch-handlers.js'
import { createGeo } from './geo/geo.js'
import { createClientAddress } from './http/client-address.js'
import { createContract } from './http/contract.js'
import { readDocument } from './http/document.js'
import { createExchange } from './http/exchange.js'
import { Idempotency } from './http/idempotency.js'
import { Metrics } from './http/metrics.js'
import { MemoryLimiter } from './http/rate-limit.js'
import type { Handlers } from './http/types.js'
import { openJobs } from './jobs/open-jobs.js'
import { Journal } from './journal/journal.js'
import { JournalStore } from './journal/journal-store.js'
import { keepFor } from './journal/retention.js'
import { keptSecret } from './lib/kept-secret.js'
import type { Log } from './lib/log.js'
import type { Clock } from './lib/time.js'
import { managementHandlers } from './management-handlers.js'
import { createClickTokens } from './market/click-token.js'
import { CounterStore } from './market/counter-store.js'
import { keepCounters, LiveCounters } from './market/live-counters.js'
import { openBilling } from './market/open-billing.js'
import { createPostbackTokens } from './market/postback-tokens.js'
import { projectMarket } from './market/projection.js'
import { RateBook } from './market/rate-book.js'
import { createSeller } from './market/seller.js'
import { keepStats } from './market/stat-keeper.js'
import { TrafficShapes } from './market/traffic-shapes.js'
import { createAgentReader } from './market/visitor-agent.js'
import { VisitorHistories } from './market/visitor-histories.js'
import { Outbound } from './outbound/outbound.js'
import { createAuthenticators } from './platform/auth.js'
import { seedDemo } from './platform/demo.js'
import { getHealth } from './platform/health.js'
import { getMetrics } from './platform/metrics.js'
import { getOpenapi } from './platform/openapi.js'
import { getReadiness } from './platform/readiness.js'
import { servedBy } from './served.js'
import { openStorage } from './storage.js'
import { createTracking } from './tracking-handlers.js'
import { trackingSettingsHandlers } from './tracking-settings-handlers.js'
import { createVisits } from './tracking-visit-handlers.js'
import { webHandlers } from './web-handlers.js'
import { startWork } from './work.js'

/** Everything that was built, as the process needs it. */
export interface App {
  readonly koa: Koa
  /** Reads files that may change while the server runs, such as the geo database. */
  reload(): Promise<void>
  /** Takes no further job and waits a while for those under way. */
  stopWork(): Promise<void>
  /** Writes what is acknowledged or noted, and lets go of everything. */
  close(): Promise<void>
}

/** Builds the server from its settings. @throws when the database is away, or newer than this program; nothing stays open then */
export async function createApp(config: Config, { log, now = Date.now }: { log: Log; now?: Clock }): Promise<App> {
  const opened: (() => unknown)[] = []
  // What was opened last stands on what was opened first.
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    return { ...(await build(config, log, now, end => opened.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** @param onClose takes what ends each part, in the order in which the parts were opened */
async function build(config: Config, log: Log, now: Clock, onClose: (end: () => unknown) => void): Promise<Omit<App, 'close'>> {
  const baseUrl = config.publicUrl ?? `http://localhost:${config.port}`
  const secretKeys = config.secretKeys.length > 0 ? config.secretKeys : [keptSecret(join(config.dataDir, 'secret.key'))]

  const { db, ahead } = await openStorage(config.database, log, onClose)
  const notices = config.database.url !== undefined && db.dialect.listen ? await openNotices(config.database.url, log) : undefined
  onClose(() => notices?.close())
  const catalogue = await Catalogue.open(db, notices, log)
  onClose(() => catalogue.close())
  const geo = await createGeo(config.geo, log)
  const metrics = new Metrics()
  const books = openBooks(db, () => billingTerms(catalogue.current))
  const journal = new Journal(db, {
    log,
    project: projectMarket(db.dialect),
    write: books.write,
    ahead,
    onBatch: (facts, ms) => metrics.journalled(facts, ms / 1000),
  })
  metrics.gauge('throughline_journal_queued_characters', 'Characters of facts that wait to be written.', () => journal.queued)
  onClose(() => journal.close())
  await journal.recover()
  const facts = new JournalStore(db.reads)
  const redis = config.redisUrl === undefined ? undefined : await connectLimiter(config.redisUrl, log, metrics)
  onClose(() => redis?.close())
  const limiter = config.rateLimits ? (redis ?? new MemoryLimiter()) : undefined
  const requestIds = createRequestIds(secretKeys)
  const visitorHash = createVisitorHash(secretKeys)
  const clickTokens = createClickTokens(secretKeys)
  const postbackTokens = createPostbackTokens(secretKeys)
  const rates = new RateBook(db)
  await rates.load(now())
  const traffic = new TrafficShapes(db)
  await traffic.load(now())
  const counters = new LiveCounters()
  const readCounters = async () => counters.apply(await new CounterStore(db.knex).standings(now()))
  await readCounters()
  catalogue.follow(readCounters)
  for (const keeper of [...keepStats({ db, rates, traffic, now, log }), keepCounters(db, readCounters, log)]) onClose(() => keeper.stop())
  const billing = await openBilling({
    db,
    ahead,
    bill: books.bill,
    ...(ahead && { factsFirst: () => journal.flush() }),
    onMoved: standings => counters.apply(standings),
    log,
    onClose,
  })
  // After what was left behind is billed: by the journal it is known what of it was billed before.
  const retention = keepFor(config.journalRetentionDays, new JournalStore(db.knex), { now, log })
  onClose(() => retention.stop())
  metrics.gauge('throughline_billing_behind_acts', 'Acts of visitors that wait to be billed.', () => billing.behind)
  const settle = async () => {
    await billing.catchUp()
    await journal.flush()
  }
  const outbound = new Outbound({ allow: config.outboundAllow, now })
  onClose(() => outbound.close())
  const jobs = await openJobs(db, config.database.url, { now, log })
  onClose(() => jobs.stop())
  const seller = createSeller({ counters, rates, traffic, histories: new VisitorHistories(db) })
  const secretUses = new SecretUses('trigger secrets', (id, at) => new TriggerSecretStore(db.knex).used(id, at), log)
  onClose(() => secretUses.close())
  const telegramUrl = config.baseUrls.telegram
  const ground = { db, catalogue, journal, jobs, outbound, secretKeys, log, onClose }
  const tracking = createTracking({ ...ground, trackingApi: config.trackingApi })
  const dispatch = await createDispatch({ ...ground, role: config.role, baseUrls: config.baseUrls, now })
  const visits = createVisits({ ...ground, conversions: tracking.book, geo, telegramUrl })
  const sessionSweep = sweepTriggerSessions(db, now, log)
  onClose(() => sessionSweep.stop())
  const demoFile = join(config.dataDir, 'demo.json')
  const demo = config.demo === 'on' || (config.demo === 'auto' && config.database.url === undefined)
  if (demo) await seedDemo({ db, catalogue, postbackTokens, baseUrl, now: now(), file: demoFile })

  const document = readDocument()
  const authenticators = createAuthenticators(catalogue, secretUses)
  const arm = recordDeclineTrigger({ db, journal, requestIds })
  const handlers: Handlers = {
    getDecision: getDecision({ geo, requestIds, journal, visitorHash }),
    getOffers: getOffers({ catalogue, seller, requestIds, clickTokens, journal, readAgent: createAgentReader(), baseUrl }),
    recordImpression: recordImpression({ billing, requestIds, geo }),
    recordClick: recordClick({ billing, requestIds, geo }),
    getRedirect: getRedirect({ billing, catalogue, clickTokens, geo, visitorHash }),
    getPostback: getPostback({ billing }),
    recordPostback: recordPostback({ billing }),
    recordSnippetPing: recordSnippetPing({ journal }),
    createDeclineSession: createDeclineSession({ db, journal, geo, visitorHash }),
    getDeclineSession: getDeclineSession({ db }),
    recordDeclineTrigger: arm,
    ...managementHandlers({ db, catalogue, journal, facts, postbackTokens, secretUses, settle }),
    ...trackingSettingsHandlers({ ...ground, baseUrl, telegramUrl }),
    getHealth: getHealth(),
    getReadiness: getReadiness({ db, redis }),
    getMetrics: getMetrics({ read: () => metrics.registry.metrics(), token: config.metricsToken }),
    getOpenapi: getOpenapi(document),
    ...tracking.handlers,
    ...dispatch.handlers,
    ...visits.handlers,
    ...webHandlers({
      db,
      catalogue,
      journal,
      facts,
      baseUrl,
      demoFile: demo ? demoFile : undefined,
      authenticateTrigger: authenticators.triggerSecret,
      authenticateSecretKey: authenticators.secretKey,
      recordDeclineTrigger: arm,
    }),
  }

  const work = { ...dispatch.work, ...visits.work }
  await startWork({ role: config.role, db, jobs, handlers: work, metrics, now, log, onClose })
  const served = servedBy(config.role, document, handlers)
  const koa = createExchange({
    contract: await createContract(served.document, served.handlers),
    authenticators: {
      ...authenticators,
      ...tracking.authenticators,
      advertiser: authenticatePostback({
        catalogue,
        billing,
        tokens: postbackTokens,
      }),
    },
    limiter,
    idempotency: new Idempotency(tracking.answers),
    switchedOff: tracking.switchedOff,
    clientAddress: createClientAddress(config.trustProxy),
    knownOrigin: origin => catalogue.current.knowsOrigin(origin),
    replyValidation: config.replyValidation,
    now,
    log,
    metrics,
  })

  return {
    koa,
    reload: () => geo.reload(),
    stopWork: async () => void (await Promise.all([jobs.stop(), dispatch.dispatcher.stop()])),
  }
}

// What follows is loaded where it is used: a process that is alone hears from no other and counts for itself.

async function openNotices(url: string, log: Log) {
  const { PostgresNotices } = await import('./db/notices.js')
  return PostgresNotices.open(url, log)
}

async function connectLimiter(url: string, log: Log, metrics: Metrics) {
  const { RedisLimiter } = await import('./http/rate-limit-redis.js')
  return new RedisLimiter(url, log, () => metrics.limiterFailures.inc())
}
