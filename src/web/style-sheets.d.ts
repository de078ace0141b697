/** The text of a style sheet, made small by scripts/build-web.mjs. */
declare module '*.css' {
  export const css: string
}
