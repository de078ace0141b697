import type { Catalogue } from './catalogue/catalogue.js'
import type { Database } from './db/database.js'
import type { GeoResolver } from './geo/geo.js'
import type { Handlers } from './http/types.js'
import type { Journal } from './journal/journal.js'
import type { Log } from './lib/log.js'
import { createVault } from './lib/vault.js'
import type { Outbound } from './outbound/outbound.js'
import { recordFbp } from './tracking/fbp.js'
import { createInvite } from './tracking/invite.js'
import { InviteBook } from './tracking/invite-book.js'
import { InviteLinks } from './tracking/invite-links.js'
import { recordProxiedFbp } from './tracking/proxied-fbp.js'
import { getProxiedInvite } from './tracking/proxied-invite.js'
import { recordProxiedVisit } from './tracking/proxied-visit.js'
import { recordTrackFbp } from './tracking/track-fbp.js'
import { getTrackInvite } from './tracking/track-invite.js'
import { recordTrackVisit } from './tracking/track-visit.js'
import { recordVisit } from './tracking/visit.js'
import { VisitBook } from './tracking/visit-book.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
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
  | `record${'Track' | 'Proxied'}${'Visit' | 'Fbp'}`
  | `get${'Track' | 'Proxied'}Invite`

/** The part of the composition that leads a visitor from a page to a channel. */
export function createVisits(needs: Needs): { readonly handlers: Pick<Handlers, VisitOperation> } {
  const { db, catalogue, journal, geo, outbound, secretKeys, telegramUrl, log, onClose } = needs
  const visits = new VisitBook({ db, journal })
  onClose(() => visits.close())
  const links = new InviteLinks({ catalogue, outbound, vault: createVault(secretKeys, 'bots'), telegramUrl })
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
    },
  }
}
