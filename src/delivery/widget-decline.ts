import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { stableScript } from './stable-script.js'
import type { WebFiles } from './web-files.js'

/** The script that waits for a decline. */
export const getWidgetDecline =
  (files: WebFiles): Handler<'getWidgetDecline'> =>
  request => {
    const { body, headers } = stableScript(files, 'widget-decline.js', request)
    return body === undefined ? reply(304, undefined, headers) : reply(200, body, headers)
  }
