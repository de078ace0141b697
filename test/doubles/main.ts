/**
 * A double as a process of its own: `PORT=9101 npx tsx test/doubles/main.ts meta [--state FILE]`. With a file it still knows, when started again, what it received.
 * `POST /__control` tells it how to behave, `GET /__received` and `GET /__calls` say what it saw.
 */
import { parseArgs } from 'node:util'
import { Double } from './double.js'
import { services } from './services.js'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { state: { type: 'string' } } })
const service = services[positionals[0] as keyof typeof services]
if (!service) {
  console.error(`PORT=... main.ts ${Object.keys(services).join(' | ')} [--state FILE]`)
  process.exit(2)
}
const double = await Double.start(service, {
  port: Number(process.env.PORT ?? 0),
  ...(values.state !== undefined && { state: values.state }),
})
console.log(JSON.stringify({ service: service.name, url: double.url }))
process.on('SIGTERM', () => void double.close())
