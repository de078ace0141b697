/** openapi-backend as its documentation shows it under Koa, over our document padded to at least 100 operations. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { type Context, OpenAPIBackend } from 'openapi-backend'

const answer = JSON.parse(process.env.ANSWER ?? '{}')
const api = new OpenAPIBackend({
  definition: JSON.parse(readFileSync(process.env.DOCUMENT!, 'utf8')),
  quick: true,
  strict: true,
  customizeAjv: (_ajv, opts) => {
    const ajv = new Ajv2020({ ...opts, strict: false })
    formats.default(ajv)
    return ajv
  },
})
for (const scheme of ['pub', 'website']) api.registerSecurityHandler(scheme, () => true)
api.register('getDecision', async (_c, ctx: Koa.Context) => {
  ctx.body = answer
})
api.register('getHealth', async (_c, ctx: Koa.Context) => {
  ctx.body = { status: 'ok' }
})
api.register('validationFail', async (c: Context, ctx: Koa.Context) => {
  ctx.status = 400
  ctx.body = { error: c.validation.errors }
})
api.register('unauthorizedHandler', async (_c, ctx: Koa.Context) => {
  ctx.status = 401
})
api.register('notFound', async (_c, ctx: Koa.Context) => {
  ctx.status = 404
})
await api.init()

const app = new Koa()
app.use(bodyParser())
app.use(ctx =>
  api.handleRequest(
    {
      method: ctx.request.method,
      path: ctx.request.path,
      body: ctx.request.body,
      query: ctx.request.querystring,
      headers: ctx.request.headers as never,
    },
    ctx,
  ),
)
app.listen(Number(process.env.PORT))
process.on('SIGTERM', () => process.exit(0))
