/** POST /v1/events/impression, durable before the answer; a third of the offers bill each impression. */
import { runDurable } from './durable.js'

export const run = (): Promise<void> =>
  runDurable({
    models: ['ECPM', 'CPC', 'CPA'],
    baseline: { METHOD: 'POST', STATUS: '204' },
    request: ({ requestId, offer }, keys) => ({
      line: `POST /v1/events/impression?${keys}`,
      headers: 'Content-Type: text/plain\r\n',
      body: JSON.stringify({ requestId, offerId: offer }),
    }),
  })
