/** POST /api/v1/events/conversion with an idempotency key, durable with its lead, its person and its send before the answer. */
import { runTracked } from './tracked.js'

export const run = (): Promise<void> =>
  runTracked({
    path: '/api/v1/events/conversion',
    about: 'each call has an Idempotency-Key of its own; a purchase with an e-mail address, of one of 20,000 people, for one destination',
    async prepare({ project, tracking }, baseUrl) {
      const response = await fetch(`${baseUrl}/api/v1/websites/${tracking.websiteId}/destinations`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${project.secretKey}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ platform: 'meta', accountId: '1234567890', accessToken: 'none', enabled: true }),
      })
      if (response.status !== 201) throw new Error(`the destination was not made: ${await response.text()}`)
    },
    request: (n, { tracking }) => ({
      headers: `Idempotency-Key: order-${process.pid}-${n}\r\n`,
      body: JSON.stringify({
        telegramUserId: 5_000_000 + (n % 20_000),
        channelId: tracking.channelId,
        eventType: 'Purchase',
        value: 19.9,
        currency: 'USD',
        contentName: 'VIP, one month',
        pii: { email: `somebody-${n % 20_000}@example.com` },
      }),
    }),
  })
