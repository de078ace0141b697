import type { Surface } from './contract.js'
import { STRINGS, type Strings } from './strings.js'

/** What the script tag asks for, with defaults in place. */
export interface Settings {
  readonly surface: Surface
  readonly pub: string
  readonly website: string
  /** Base of the API, without a slash at its end. */
  readonly api: string
  /** A simulated place; empty in production. */
  readonly dev: Readonly<Record<string, string>>
  /** Id of the element that a section fills. */
  readonly container: string
  /** Most offers that are asked for; undefined: as many as the server gives. */
  readonly maxAds: string | undefined
  readonly language: string
  readonly text: Strings
  /** Tells the integrator that he has to mend something. Undefined: muted. */
  readonly warn: ((...words: unknown[]) => void) | undefined
  /** Tells a developer what goes on. Undefined on a live page, which stays quiet. */
  readonly debug: ((...words: unknown[]) => void) | undefined
}

type Attributes = Readonly<Record<string, string | undefined>>

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** Taken while the script is being run: later nobody says which element it came from. */
const CURRENT = document.currentScript

/**
 * The element of the running script. One that was evaluated by other means (a tag manager's inline copy, a module, a combined file) is found by its
 * file's name, the last one first, since that was inserted last.
 */
function ownElement(file: string): HTMLScriptElement | undefined {
  if (CURRENT instanceof HTMLScriptElement && (CURRENT.dataset.pub || isNamed(CURRENT, file))) return CURRENT
  const all = [...document.querySelectorAll<HTMLScriptElement>('script[data-pub]')].reverse()
  return all.find(element => isNamed(element, file)) ?? all[0]
}

/** Whether it loads the file, under its stable name or the one of its content. */
const isNamed = ({ src }: HTMLScriptElement, file: string): boolean => new RegExp(`/${file}(\\.[0-9a-f]+)?\\.js`).test(src)

/** @returns undefined when the element or its keys are missing, which is said in the console */
export function readSettings(surface: Surface, file: string): Settings | undefined {
  const element = ownElement(file)
  const attributes: Attributes = element?.dataset ?? {}
  const settings = settingsFrom(surface, attributes, attributes.api || originOf(element?.src))
  if (settings.pub && settings.website) return settings
  settings.warn?.('data-pub and data-website: both are required on the script element')
  return undefined
}

/** The settings that attributes of any source describe: the script's element, or the query of the frame. */
export function settingsFrom(surface: Surface, attributes: Attributes, api: string): Settings {
  const local = LOCAL.test(location.hostname)
  const muted = attributes.comments === 'false'
  const debugging = attributes.debug !== undefined ? attributes.debug !== 'false' : local && !muted
  const developing = local || attributes.allowLocalhost !== undefined
  const language = languageOf(attributes)
  return {
    surface,
    pub: attributes.pub ?? '',
    website: attributes.website ?? '',
    api: api.replace(/\/+$/, ''),
    dev: developing ? given({ 'dev-country': attributes.devCountry, 'dev-region': attributes.devRegion }) : {},
    container: attributes.container || 'retarget-ads',
    maxAds: attributes.maxAds,
    language,
    text: translated(STRINGS[language]!, attributes),
    warn: muted && !debugging ? undefined : (...words) => console.warn('[throughline]', ...words),
    debug: debugging ? (...words) => console.debug('[throughline]', ...words) : undefined,
  }
}

function originOf(url: string | undefined): string {
  try {
    return new URL(url || location.href).origin
  } catch {
    return location.origin
  }
}

const given = (values: Attributes): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const name of Object.keys(values)) if (values[name]) kept[name] = values[name]
  return kept
}

/** The first built-in language among what the tag, the page and the visitor say. */
function languageOf({ lang }: Attributes): string {
  for (const tag of [lang, document.documentElement.lang, ...(navigator.languages ?? [])]) {
    const base = tag?.slice(0, 2).toLowerCase() ?? ''
    if (STRINGS[base]) return base
  }
  return 'en'
}

/** `data-text-new-tab` stands for the string `newTab`. */
function translated(strings: Strings, attributes: Attributes): Strings {
  const result: Record<string, string> = { ...strings }
  for (const key of Object.keys(result)) {
    const own = attributes[`text${key[0]!.toUpperCase()}${key.slice(1)}`]?.trim()
    if (own) result[key] = own
  }
  return result as unknown as Strings
}
