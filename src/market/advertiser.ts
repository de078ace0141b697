/** Who pays for offers. The token with which its server reports conversions is kept sealed, and found by its hash. */
export interface Advertiser {
  readonly id: string
  readonly organization: string
  readonly name: string
  readonly token: PostbackToken
  readonly createdAt: number
  readonly updatedAt: number
}

/** What is kept of an advertiser's postback token. */
export interface PostbackToken {
  /** Its first characters, by which people tell theirs apart. */
  readonly prefix: string
  /** SHA-256, to find the advertiser whose token a postback shows. */
  readonly hash: string
  /** To verify signatures, of which the token itself is the key. */
  readonly sealed: string
}
