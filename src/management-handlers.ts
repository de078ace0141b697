import type { Catalogue } from './catalogue/catalogue.js'
import type { SecretUses } from './catalogue/secret-uses.js'
import type { Database } from './db/database.js'
import type { Handlers } from './http/types.js'
import type { Journal } from './journal/journal.js'
import type { JournalStore } from './journal/journal-store.js'
import type { PostbackTokens } from './market/postback-tokens.js'
import { deleteAdvertiser, getAdvertiser, patchAdvertiser, updateAdvertiser } from './platform/advertiser.js'
import { createDeposit, listDeposits } from './platform/advertiser-deposits.js'
import { rotatePostbackToken } from './platform/advertiser-token.js'
import { createAdvertiser, listAdvertisers } from './platform/advertisers.js'
import { getExplanation } from './platform/explanation.js'
import { getGeoRule, putGeoRule } from './platform/geo-rule.js'
import { listLedgerBalances } from './platform/ledger-balances.js'
import { listLedgerEntries } from './platform/ledger-entries.js'
import { deleteOffer, getOffer, patchOffer, updateOffer } from './platform/offer.js'
import { getOfferReport } from './platform/offer-report.js'
import { getOfferRules, putOfferRules } from './platform/offer-rules.js'
import { createOffer, listOffers } from './platform/offers.js'
import type { Settle } from './platform/settle.js'
import { getTrace } from './platform/trace.js'
import { revokeTriggerSecret } from './platform/trigger-secret.js'
import { createTriggerSecret, listTriggerSecrets } from './platform/trigger-secrets.js'
import { deleteWebsite, getWebsite, patchWebsite, updateWebsite } from './platform/website.js'
import { rotateWebsiteKeys } from './platform/website-keys.js'
import { getWebsiteReport } from './platform/website-report.js'
import { createWebsite, listWebsites } from './platform/websites.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly facts: JournalStore
  readonly postbackTokens: PostbackTokens
  readonly secretUses: SecretUses
  readonly settle: Settle
}

/** The part of the composition that makes what a publisher's back office calls: websites, advertisers, offers, the ledger, reports and explanations. */
export function managementHandlers({ db, catalogue, journal, facts, postbackTokens, secretUses, settle }: Needs) {
  const websites = { db, catalogue, journal, facts }
  const advertisers = { db, catalogue, journal, postbackTokens, settle }
  const offers = { db, catalogue, journal }
  return {
    listWebsites: listWebsites(websites),
    createWebsite: createWebsite(websites),
    getWebsite: getWebsite(websites),
    updateWebsite: updateWebsite(websites),
    patchWebsite: patchWebsite(websites),
    deleteWebsite: deleteWebsite(websites),
    rotateWebsiteKeys: rotateWebsiteKeys(websites),
    listTriggerSecrets: listTriggerSecrets({ ...websites, secretUses }),
    createTriggerSecret: createTriggerSecret(websites),
    revokeTriggerSecret: revokeTriggerSecret(websites),
    getGeoRule: getGeoRule(websites),
    putGeoRule: putGeoRule(websites),
    getOfferRules: getOfferRules(websites),
    putOfferRules: putOfferRules(websites),
    listAdvertisers: listAdvertisers(advertisers),
    createAdvertiser: createAdvertiser(advertisers),
    getAdvertiser: getAdvertiser(advertisers),
    updateAdvertiser: updateAdvertiser(advertisers),
    patchAdvertiser: patchAdvertiser(advertisers),
    deleteAdvertiser: deleteAdvertiser(advertisers),
    rotatePostbackToken: rotatePostbackToken(advertisers),
    listDeposits: listDeposits(advertisers),
    createDeposit: createDeposit(advertisers),
    listOffers: listOffers(offers),
    createOffer: createOffer(offers),
    getOffer: getOffer(offers),
    updateOffer: updateOffer(offers),
    patchOffer: patchOffer(offers),
    deleteOffer: deleteOffer(offers),
    listLedgerEntries: listLedgerEntries({ db, settle }),
    listLedgerBalances: listLedgerBalances({ db, settle }),
    getWebsiteReport: getWebsiteReport({ db, settle }),
    getOfferReport: getOfferReport({ db, settle }),
    getTrace: getTrace({ db, settle, facts }),
    getExplanation: getExplanation({ db, settle, facts }),
  } satisfies Partial<Handlers>
}
