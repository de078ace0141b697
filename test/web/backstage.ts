import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'

// What every stage stands on, that of the widgets and that of the tracker.

const open = new Set<Server>()

after(() => {
  for (const server of open) server.close().closeAllConnections()
})

/** Port of a server that is there until the last test is over. */
export async function listening(handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void): Promise<number> {
  const server = createServer(handle)
  open.add(server)
  await new Promise<void>(resolve => server.listen(0, resolve))
  return (server.address() as AddressInfo).port
}

interface Clearable {
  readonly calls: unknown[]
  fault: (call: never) => unknown
}

/** Has a suite play on one stage, which is handed on when it stands: before each test its calls are forgotten, and nothing fails. */
export function onStage<S extends Clearable>(set: (context: Mocha.Context) => Promise<S>, hand: (stage: S) => void): void {
  let stage: Clearable
  before(async function () {
    const ready = await set(this)
    hand(ready)
    stage = ready
  })
  beforeEach(() => {
    stage.calls.length = 0
    stage.fault = () => undefined
  })
}

/** The page is whole: its link takes a click, and nothing of ours was thrown into it. */
export async function assertUnharmed({ page, errors }: { page: Page; errors: readonly string[] }): Promise<void> {
  await page.locator('#own').click({ timeout: 3000 })
  assert.deepEqual(errors, [])
}
