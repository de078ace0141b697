/** The baseline: Koa and nothing else, answering the bytes it is given. With METHOD=POST it first reads the body as a handler would. */

import Koa from 'koa'
import bodyParser from 'koa-bodyparser'

const app = new Koa()
const body = process.env.ANSWER ?? ''
const status = Number(process.env.STATUS ?? 200)
if (process.env.METHOD === 'POST') app.use(bodyParser({ extendTypes: { json: ['text/plain'] } }))
app.use(ctx => {
  ctx.status = status
  if (process.env.LOCATION) ctx.set('Location', process.env.LOCATION)
  if (body === '') return
  ctx.type = 'application/json'
  ctx.body = body
})
app.listen(Number(process.env.PORT))
process.on('SIGTERM', () => process.exit(0))
