import type { IncomingMessage, ServerResponse } from 'node:http'
import Koa, { type Context } from 'koa'

/**
 * Koa whose one middleware writes its answers itself. Koa would watch every response for its end and wait for what `ctx.body` came to be, which
 * tells us nothing and took a seventh of a decision. Its contexts, and its handling of errors, are as ever.
 */
export class AnsweringKoa extends Koa {
  constructor(private readonly answer: (ctx: Context) => Promise<void>) {
    super()
  }

  override callback(): ReturnType<Koa['callback']> {
    const handle = (req: IncomingMessage, res: ServerResponse): Promise<void> => {
      const ctx: Context = this.createContext(req, res)
      return this.answer(ctx).catch((error: Error) => ctx.onerror(error))
    }
    return handle as ReturnType<Koa['callback']>
  }
}
