import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { stableScript } from './stable-script.js'
import type { WebFiles } from './web-files.js'

/** The script that fills a section. */
export const getWidgetSection =
  (files: WebFiles): Handler<'getWidgetSection'> =>
  request => {
    const { body, headers } = stableScript(files, 'widget-section.js', request)
    return body === undefined ? reply(304, undefined, headers) : reply(200, body, headers)
  }
