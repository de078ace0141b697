import type { Fact } from '../../src/journal/fact.js'
import { newId } from '../../src/lib/id.js'

type Decision = Fact<'decision'>
type Ping = Fact<'snippet_ping'>

export const aDecision = (fact: Partial<Decision> = {}): Decision => ({
  id: newId('evt'),
  organization: 'org_1',
  kind: 'decision',
  at: 1_800_000_000_000,
  website: 'site_1',
  trace: newId('req'),
  properties: { allowed: false, country: 'US', region: 'NJ', provider: 'mmdb' },
  ...fact,
})

export const aPing = (fact: Partial<Ping> = {}): Ping => ({
  id: newId('evt'),
  organization: 'org_1',
  kind: 'snippet_ping',
  at: 1_800_000_000_000,
  website: 'site_1',
  properties: { url: 'https://example.com/' },
  ...fact,
})
