import type { Status } from './status-view.js'

type PathOf = (file: 'status.js' | 'status.css') => string

/** A page that asks for a secret key. Its script fetches the same address with it, and shows what comes. */
export const askForKey = (pathOf: PathOf): string =>
  page(
    pathOf,
    `<h1>Status</h1>
    <form id="key-form">
      <label for="key">Secret key</label>
      <input id="key" type="password" autocomplete="off" spellcheck="false" placeholder="sk_live_…" required>
      <button>Show</button>
      <p id="notice" role="alert"></p>
    </form>
    <p class="soft">The key stays in this tab: it is forgotten when the tab is closed, and sent nowhere but to this server.
    Without a page: <code>curl -H "Authorization: Bearer sk_live_…" …/status</code></p>
    <noscript><p>This page needs scripts to send the key; the command does not.</p></noscript>`,
  )

/** How everything stands, for people. */
export const statusPage = (status: Status, pathOf: PathOf): string => page(pathOf, content(status))

const page = (pathOf: PathOf, main: string): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Throughline: status</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="${pathOf('status.css')}">
  <script src="${pathOf('status.js')}" defer></script>
</head>
<body>
  <main>
    ${main}
  </main>
</body>
</html>
`

function content(status: Status): string {
  const now = Date.parse(status.checkedAt)
  const at = (text: string | null) => when(text, now)
  const { problems, websites, channels, bots, destinations, queue, deadLetters } = status
  const site = new Map(websites.map(({ id, name }) => [id, name]))
  return `<h1>Status</h1>
    <p class="soft">As of <time datetime="${status.checkedAt}">${status.checkedAt.slice(0, 19).replace('T', ' ')} UTC</time></p>
    <h2>${problems.length === 0 ? 'All is well' : `To look at: ${problems.length}`}</h2>
    ${problems.length === 0 ? '<p>Nothing is silent, overdue or refused.</p>' : `<ul class="problems">${problems.map(problem => listItem(problem, now)).join('')}</ul>`}
    <h2>Sends</h2>
    <dl>
      <div><dt>Waiting</dt><dd>${queue.waiting}</dd></div>
      <div><dt>Oldest</dt><dd>${queue.oldestWaitingAt === null ? 'none' : at(queue.oldestWaitingAt)}</dd></div>
      <div><dt>Overdue</dt><dd>${queue.overdue ? 'yes' : 'no'}</dd></div>
      <div><dt>Dead letters</dt><dd>${deadLetters.open}</dd></div>
    </dl>
    ${table(
      'Destinations',
      ['Destination', 'Website', 'State', 'Last sent', 'Waiting', 'Dead letters'],
      destinations.map(
        ({ platform, accountId, websiteId, state, stateReason, lastSentAt, waiting, oldestWaitingAt, deadLetters: open }) => [
          `${platform} ${escaped(accountId)}`,
          escaped(site.get(websiteId) ?? websiteId),
          state === 'ok' ? 'ok' : `<strong>${state}</strong> ${escaped(stateReason ?? '')}`,
          at(lastSentAt),
          waiting === 0 ? '0' : `${waiting}, oldest ${at(oldestWaitingAt)}`,
          String(open),
        ],
      ),
    )}
    ${table(
      'Websites',
      ['Website', 'Last ping', 'Last decision', 'Last visit', 'Last conversion'],
      websites.map(({ name, status: state, lastPingAt, lastDecisionAt, lastVisitAt, lastConversionAt }) => [
        escaped(name) + (state === 'paused' ? ' (paused)' : ''),
        at(lastPingAt),
        at(lastDecisionAt),
        at(lastVisitAt),
        at(lastConversionAt),
      ]),
    )}
    ${table(
      'Channels',
      ['Channel', 'Website', 'Last invitation', 'Last join'],
      channels.map(({ name, websiteId, lastInviteAt, lastJoinAt }) => [
        escaped(name),
        escaped(site.get(websiteId) ?? websiteId),
        at(lastInviteAt),
        at(lastJoinAt),
      ]),
    )}
    ${table(
      'Bots',
      ['Bot', 'State'],
      bots.map(({ name, state, stateReason }) => [
        escaped(name),
        state === 'ok' ? 'ok' : `<strong>${state}</strong> ${escaped(stateReason ?? '')}`,
      ]),
    )}`
}

const SEVERITY = { act: 'Act', watch: 'Watch' }

const listItem = ({ severity, subject, name, problem, message, since }: Status['problems'][number], now: number): string =>
  `<li class="${severity}"><p><span class="badge">${SEVERITY[severity]}</span> <strong>${escaped(`${subject} ${name}`)}</strong>: ${problem.replaceAll('_', ' ')}${since === null ? '' : `, ${when(since, now)}`}</p><p>${escaped(message)}</p></li>`

/** Cells are HTML already. The first of each row names it. */
function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<h2>${title}</h2><p class="soft">There are none.</p>`
  const body = rows.map(
    ([first, ...rest]) =>
      `<tr><th scope="row">${first}</th>${rest.map((cell, at) => `<td data-head="${heads[at + 1]}">${cell}</td>`).join('')}</tr>`,
  )
  return `<h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${heads.map(head => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

/** An instant as people say it, with the exact one behind it. */
function when(at: string | null, now: number): string {
  if (at === null) return 'never'
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000))
  const [count, unit] =
    seconds < 60
      ? [seconds, 's']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'min']
        : seconds < 86_400
          ? [Math.floor(seconds / 3600), 'h']
          : [Math.floor(seconds / 86_400), 'd']
  return `<time datetime="${at}" title="${at}">${count} ${unit} ago</time>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character]!)
