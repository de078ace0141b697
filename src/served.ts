import type { Handlers } from './http/types.js'

/** What a process does: `api` serves, `worker` does jobs, `all` both. */
export type Role = 'all' | 'api' | 'worker'

/** What a process that only works serves: that it lives, that it is ready, and what it counts. */
const OF_A_WORKER = ['getHealth', 'getReadiness', 'getMetrics']

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The part of the contract that a process of this role serves; what is left out is a 404. */
export function servedBy<Whole extends Document>(role: Role, document: Whole, handlers: Handlers): { document: Whole; handlers: Handlers } {
  if (role !== 'worker') return { document, handlers }
  const paths = Object.entries(document.paths).filter(([, item]) =>
    Object.values(item).some(operation => OF_A_WORKER.includes((operation as { operationId?: string }).operationId ?? '')),
  )
  return {
    document: { ...document, paths: Object.fromEntries(paths) },
    handlers: Object.fromEntries(Object.entries(handlers).filter(([id]) => OF_A_WORKER.includes(id))) as unknown as Handlers,
  }
}
