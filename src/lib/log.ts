import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Names whose values never reach a log line, wherever they stand in the first two levels of an object. */
const SECRET = ['authorization', 'cookie', 'x-api-key', 'secret', 'password', 'token', 'accessToken', 'key', 'secretKey']

/** error = a person must act; warn = heals itself; a healthy server logs no error. JSON lines to standard output. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: SECRET.flatMap(name => [`["${name}"]`, `*["${name}"]`]) },
    destination ?? pino.destination({ fd: 1, sync: false }),
  )
