import { Logger } from 'graphile-worker'
import type { Log } from '../lib/log.js'

/** What the library has to say, in our log. Its errors heal by themselves; a failed job is told of by who ran it. */
export const graphileLogger = (log?: Log): Logger =>
  new Logger(() => (level, message, meta) => {
    if (meta?.failure) return
    const serious = level === 'error' || level === 'warning'
    log?.[serious ? 'warn' : 'debug']({ detail: message.split('\n')[0] }, 'jobs: the queue')
  })
