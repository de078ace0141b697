// Of the client we use this class alone. The package's entry loads four times as much along: fetch, WebSocket, caches, mocks. Its files have no types of their own.
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici'

  export = Agent
}
