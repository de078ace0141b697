import type { Catalogue } from './catalogue/catalogue.js'
import type { Database } from './db/database.js'
import { getEmbed } from './delivery/embed.js'
import { stableScript } from './delivery/stable-script.js'
import { getWebFile } from './delivery/web-file.js'
import { type BuiltFile, createWebFiles } from './delivery/web-files.js'
import { getWidget } from './delivery/widget.js'
import { getWidgetDecline } from './delivery/widget-decline.js'
import { getWidgetSection } from './delivery/widget-section.js'
import type { Authenticator, Handlers } from './http/types.js'
import type { Journal } from './journal/journal.js'
import type { JournalStore } from './journal/journal-store.js'
import { recordDemoDecline } from './platform/demo-decline.js'
import { getDemo } from './platform/demo-page.js'
import { getExplorer } from './platform/explorer.js'
import { createExplorerFiles, getExplorerFile } from './platform/explorer-file.js'
import { getGuides } from './platform/guides.js'
import { getStatus } from './platform/status.js'
import { getTracker } from './tracking/tracker.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly facts: JournalStore
  readonly baseUrl: string
  /** Path of `demo.json`; undefined: there is no demonstration. */
  readonly demoFile: string | undefined
  readonly authenticateTrigger: Authenticator
  readonly authenticateSecretKey: Authenticator
  readonly recordDeclineTrigger: Handlers['recordDeclineTrigger']
}

type WebOperation =
  | `getWidget${'' | 'Section' | 'Decline'}`
  | 'getTracker'
  | `get${'WebFile' | 'Embed' | 'Demo' | 'Guides' | 'Explorer' | 'ExplorerFile' | 'Status'}`
  | 'recordDemoDecline'

/** The part of the composition that makes what browsers load: scripts and pages. */
export function webHandlers({
  db,
  catalogue,
  journal,
  facts,
  baseUrl,
  demoFile,
  authenticateTrigger,
  authenticateSecretKey,
  recordDeclineTrigger,
}: Needs): Pick<Handlers, WebOperation> {
  const explorerFiles = createExplorerFiles()
  const files = createWebFiles()
  const pathOf = (file: BuiltFile) => files.get(file).path
  return {
    getWidget: getWidget(files),
    getWidgetSection: getWidgetSection(files),
    getWidgetDecline: getWidgetDecline(files),
    getTracker: getTracker(request => stableScript(files, 'track.js', request)),
    getWebFile: getWebFile(files),
    getEmbed: getEmbed({ catalogue, files }),
    getDemo: getDemo({ demoFile, pathOf }),
    recordDemoDecline: recordDemoDecline({ demoFile, authenticate: authenticateTrigger, arm: recordDeclineTrigger }),
    getGuides: getGuides({ baseUrl, pathOf }),
    getStatus: getStatus({ db, catalogue, journal, facts, authenticate: authenticateSecretKey, pathOf }),
    getExplorer: getExplorer({ files: explorerFiles, demoFile }),
    getExplorerFile: getExplorerFile(explorerFiles),
  }
}
