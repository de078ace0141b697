import { googleAds } from './google-ads.js'
import { meta } from './meta.js'
import { snapchat } from './snapchat.js'
import { telegram } from './telegram.js'
import { tiktok } from './tiktok.js'

/** Everything that there is a double of. */
export const services = { meta, tiktok, snapchat, google: googleAds, telegram }
