import type { PlatformName } from '../../catalogue/tracking.js'
import { google } from './google/google.js'
import { meta } from './meta/meta.js'
import type { Platform } from './platform.js'
import { snapchat } from './snapchat/snapchat.js'
import { tiktok } from './tiktok/tiktok.js'

/** Every ad platform that conversions are reported to. */
export const platforms: Readonly<Record<PlatformName, Platform>> = { meta, tiktok, snapchat, google }
