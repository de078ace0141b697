/** GET /v1/r, durable before the answer; every click is valid and billed. */
import { runDurable } from './durable.js'

export const run = (): Promise<void> =>
  runDurable({
    models: ['CPC'],
    baseline: {
      STATUS: '302',
      LOCATION: 'https://casino.example/land?c=clk_01k2m5a1n4x7c9e8r5t6y3w1q0&r=req_01k2m4xb4h2d6s8f0g5j7k9mnp3q2-7w&s=',
    },
    request: ({ token }) => ({ line: `GET /v1/r?t=${token}` }),
  })
