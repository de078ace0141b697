/** POST /api/v1/events/visit, durable with its session before the answer. */
import { runTracked } from './tracked.js'

/** Page views of one session. */
const VIEWS = 3

const id = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

export const run = (): Promise<void> =>
  runTracked({
    path: '/api/v1/events/visit',
    about: `each visitor opens ${VIEWS} pages in one session, the first of them behind an ad`,
    request(n) {
      const visitor = Math.floor(n / VIEWS)
      const query =
        n % VIEWS === 0 ? `?utm_source=facebook&utm_campaign=spring&fbclid=IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiL${n}` : ''
      return {
        body: JSON.stringify({
          tempId: id(visitor),
          clientSessionId: id(visitor + 1e9),
          href: `https://www.example.com/vip/page-${n % VIEWS}${query}`,
          referrer: 'https://l.facebook.com/',
          clientIp: `81.${visitor & 255}.${(visitor >> 8) & 255}.7`,
          userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
        }),
      }
    },
  })
