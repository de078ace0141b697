import Bowser from 'bowser'
import { isbot } from 'isbot'
import { remember } from '../lib/remember.js'
import type { Device, OperatingSystem } from './offer.js'

/** What a user agent says of its visitor. Undefined is what it does not say, or what no offer can ask for (a television, Chrome OS). */
export interface VisitorAgent {
  readonly device: Device | undefined
  readonly os: OperatingSystem | undefined
  /** See `osVersion`; 0: unknown. Browsers have frozen some: Windows 11 says 10, macOS 10.15, Chrome on Android 10. */
  readonly osVersion: number
  readonly bot: boolean
}

/** No browser sends more; a longer one is not worth a regular expression's time. */
const MAX_LENGTH = 1024

const DEVICES: Readonly<Record<string, Device>> = { desktop: 'desktop', mobile: 'mobile', tablet: 'tablet' }
const SYSTEMS: Readonly<Record<string, OperatingSystem>> = {
  iOS: 'ios',
  Android: 'android',
  Windows: 'windows',
  macOS: 'macos',
  Linux: 'linux',
}

/**
 * A version as a number that compares rightly: major times 1000 plus minor, so that 10.15 is above 10.9. Takes `14.5.1`, the number 14.5, and
 * 0 for what has no number. A number can't tell 14.1 from 14.10.
 */
export function osVersion(version: string | number | undefined): number {
  const [, major, minor] = /^(\d{1,6})(?:\.(\d{1,3}))?/.exec(String(version)) ?? []
  return major === undefined ? 0 : Number(major) * 1000 + Number(minor ?? 0)
}

/** Whether a user agent is a program's own. Every browser sends one: none at all is a program too. */
export const isBotAgent = (userAgent: string | undefined): boolean => !userAgent?.trim() || isBotText(userAgent.slice(0, MAX_LENGTH))

/** Few user agents are in use, and asking the pattern takes longer than everything else that is judged of a click. */
const isBotText = remember(2000, isbot)

export function readAgent(userAgent: string | undefined): VisitorAgent {
  const text = userAgent?.slice(0, MAX_LENGTH) ?? ''
  // The parser refuses an empty text.
  const { os, platform } = Bowser.parse(text || '-')
  const system = SYSTEMS[os.name ?? '']
  return {
    // The parser knows no kind of device for Chrome OS, which runs on desks.
    device: DEVICES[platform.type ?? (os.name === 'Chrome OS' ? 'desktop' : '')],
    os: system,
    // Windows numbers its kernel (NT 10.0); the name is the version people know, and 0 where it is a word (XP).
    osVersion: osVersion(system === 'windows' ? os.versionName : os.version),
    bot: isBotAgent(userAgent),
  }
}

/** Reads user agents and remembers the last `capacity` of them: few are in use, and reading one takes some ten microseconds. */
export function createAgentReader(capacity = 2000): (userAgent: string | undefined) => VisitorAgent {
  const read = remember(capacity, readAgent)
  return userAgent => read(userAgent?.slice(0, MAX_LENGTH) ?? '')
}
