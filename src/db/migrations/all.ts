import { journal } from './001-journal.js'
import { organizations } from './002-organizations.js'
import { websites } from './003-websites.js'
import { catalogue } from './004-catalogue.js'
import { offers } from './005-offers.js'
import { ledger } from './006-ledger.js'
import { billing } from './007-billing.js'
import { stats } from './008-stats.js'
import { triggerSessions } from './009-trigger-sessions.js'
import { served } from './010-served.js'
import { traffic } from './011-traffic.js'
import { tracking } from './012-tracking.js'
import { jobs } from './013-jobs.js'
import { lighterWrites } from './014-lighter-writes.js'
import { goals } from './015-goals.js'
import { intake } from './016-intake.js'
import { noQuestion } from './017-no-question.js'
import type { Migration } from './migration.js'

/** Every step in order. A list, not a folder scan: the server runs as one bundled file. */
export const MIGRATIONS: readonly Migration[] = [
  journal,
  organizations,
  websites,
  catalogue,
  offers,
  ledger,
  billing,
  stats,
  triggerSessions,
  served,
  traffic,
  tracking,
  jobs,
  lighterWrites,
  goals,
  intake,
  noQuestion,
]
