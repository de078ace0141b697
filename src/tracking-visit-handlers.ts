import type { Catalogue } from './catalogue/catalogue.js'
import type { Database } from './db/database.js'
import type { GeoResolver } from './geo/geo.js'
import type { Handlers } from './http/types.js'
import type { JobHandler, Jobs } from './jobs/jobs.js'
import type { Journal } from './journal/journal.js'
import type { Log } from './lib/log.js'
import { createVault } from './lib/vault.js'
import type { Outbound } from './outbound/outbound.js'
import type { ConversionBook } from './tracking/conversion-book.js'
import { recordFbp } from './tracking/fbp.js'
import { createInvite } from './tracking/invite.js'
import { InviteBook } from './tracking/invite-book.js'
import { InviteLinks } from './tracking/invite-links.js'
import { APPROVAL_JOB, approveJoin } from './tracking/join-approval.js'
import { MembershipBook } from './tracking/membership-book.js'
import { recordProxiedFbp } from './tracking/proxied-fbp.js'
import { getProxiedInvite } from './tracking/proxied-invite.js'
import { recordProxiedVisit } from './tracking/proxied-visit.js'
import { recordTelegramUpdate } from './tracking/telegram-update.js'
import { recordTrackFbp } from './tracking/track-fbp.js'
import { getTrackInvite } from './tracking/track-invite.js'
import { recordTrackVisit } from './tracking/track-visit.js'
import { recordVisit } from './tracking/visit.js'
import { VisitBook } from './tracking/visit-book.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Pick<Jobs, 'add'>
  readonly conversions: Pick<ConversionBook, 'inTransaction' | 'admit'>
  readonly geo: GeoResolver
  readonly outbound: Pick<Outbound, 'send'>
  readonly secretKeys: readonly string[]
  readonly telegramUrl: string
  readonly log: Log
  /** Takes what ends each part, in the order in which the parts are opened. */
  readonly onClose: (end: () => unknown) => void
}

type VisitOperation =
  | 'recordVisit'
  | 'recordFbp'
  | 'createInvite'
  | 'recordTelegramUpdate'
  | `record${'Track' | 'Proxied'}${'Visit' | 'Fbp'}`
  | `get${'Track' | 'Proxied'}Invite`

interface Visits {
  readonly handlers: Pick<Handlers, VisitOperation>
  /** What is done by jobs, by their names. */
  readonly work: Readonly<Record<string, JobHandler>>
}

/** The part of the composition that leads a visitor from a page to a channel, and hears from Telegram that he came. */
export function createVisits(needs: Needs): Visits {
  const { db, catalogue, journal, jobs, conversions, geo, outbound, secretKeys, telegramUrl, log, onClose } = needs
  const visits = new VisitBook({ db, journal })
  onClose(() => visits.close())
  const memberships = new MembershipBook({ db, catalogue, journal, jobs, conversions })
  onClose(() => memberships.close())
  const vault = createVault(secretKeys, 'bots')
  const links = new InviteLinks({ catalogue, outbound, vault, telegramUrl })
  const invites = new InviteBook({ db, journal, visits, links, log })
  return {
    handlers: {
      recordVisit: recordVisit({ visits, geo }),
      recordFbp: recordFbp({ visits }),
      createInvite: createInvite({ catalogue, invites, geo }),
      recordTrackVisit: recordTrackVisit({ visits, geo }),
      recordTrackFbp: recordTrackFbp({ visits }),
      getTrackInvite: getTrackInvite({ catalogue, invites, geo }),
      recordProxiedVisit: recordProxiedVisit({ visits, geo }),
      recordProxiedFbp: recordProxiedFbp({ visits }),
      getProxiedInvite: getProxiedInvite({ catalogue, invites, geo }),
      recordTelegramUpdate: recordTelegramUpdate({ memberships }),
    },
    work: { [APPROVAL_JOB]: approveJoin({ catalogue, outbound, vault, telegramUrl, log }) },
  }
}
