import { readCookie } from './cookies.js'

/** By which ad platforms know a click again. A name that is unknown is missing. */
export type ClickIds = Readonly<Record<string, string>>

const REMEMBERED = 'throughline:clicks'

/** As Meta writes both of its cookies: version, subdomain index, milliseconds, and what identifies. */
const META = /^fb\.\d\.\d+\.\S+$/

/** What the server takes, in characters. A longer one is no click id, and would have the whole visit refused. */
const LONGEST = { fbp: 200, click: 1900 }

/** What Meta's pixel calls this browser; empty until it has run. */
export function readFbp(): string {
  const fbp = readCookie('_fbp')
  return META.test(fbp) && fbp.length <= LONGEST.fbp ? fbp : ''
}

/**
 * Of the click that brought the visitor here, and of those before it in this tab: the page that asks him to join is often not the one he landed on,
 * and its address has no click ids any more.
 */
export function readClickIds(search: string, now: number): ClickIds {
  const ids: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(stored())) ids[name] = value
  for (const [name, value] of new URLSearchParams(search)) {
    if (!value || value.length > LONGEST.click) continue
    const known = /^(gclid|ttclid|sccid)$/i.exec(name)?.[1]
    if (known) ids[known.toLowerCase()] = value
    // The same click met twice is the same click: it keeps its time.
    if (name === 'fbclid' && !ids.fbc?.endsWith(`.${value}`)) ids.fbc = `fb.1.${now}.${value}`
  }
  const fbc = readCookie('_fbc')
  // The pixel's own time for a click is the one that Meta has heard already.
  if (META.test(fbc) && fbc.length <= LONGEST.click && (!ids.fbc || fbc.split('.')[3] === ids.fbc.split('.')[3])) ids.fbc = fbc
  remember(ids)
  return ids
}

function stored(): string {
  try {
    return sessionStorage.getItem(REMEMBERED) ?? ''
  } catch {
    return ''
  }
}

function remember(ids: ClickIds): void {
  try {
    sessionStorage.setItem(REMEMBERED, String(new URLSearchParams(ids)))
  } catch {}
}
