type Child = Node | string | false | null | undefined

/** An element with attributes and children; what is empty is left out. Never markup: an offer's text stays text. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | null | undefined>>,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const key of Object.keys(attributes)) if (attributes[key] != null) element.setAttribute(key, attributes[key])
  for (const child of children) if (child) element.append(child)
  return element
}

/** A picture that is decoration; it vanishes when it can't be had. */
export function picture(className: string, src: string | null | undefined): HTMLElement | undefined {
  if (!isWeb(src)) return undefined
  const image = el('img', { class: className, alt: '', referrerpolicy: 'no-referrer', decoding: 'async' })
  image.onerror = () => image.remove()
  image.src = src
  return image
}

/** Whether it is an address that a page may lead to: anything else could run as a script. */
export const isWeb = (url: string | null | undefined): url is string => /^https?:\/\//i.test(url ?? '')
