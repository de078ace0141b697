import type { PolicyName } from './policies.js'
import type { Row } from './summary.js'

const [WIDTH, HEIGHT] = [720, 330]
const BOX = { left: 72, right: 510, top: 16, bottom: 280 }
const STEP = 20

/** One hue for each way of ranking, readable on white and on black; dashes tell its two forms apart. */
const LOOKS: Readonly<Record<PolicyName, { readonly colour: string; readonly dashes?: string }>> = {
  'our auction': { colour: '#1f9e6e' },
  'click-through rate': { colour: '#c2574f' },
  'click-through rate by place': { colour: '#c2574f', dashes: '5 4' },
  'epsilon-greedy': { colour: '#5b84d8' },
  'epsilon-greedy by place': { colour: '#5b84d8', dashes: '5 4' },
}

/** How far labels at the lines' ends keep apart. */
const LINE_HEIGHT = 17

/** Regret by size: a line through the means, a bar from the least to the most of all seeds. */
export function plot(rows: readonly Row[]): string {
  const sizes = [...new Set(rows.map(({ decisions }) => decisions))]
  const names = [...new Set(rows.map(({ policy }) => policy))]
  const logs = sizes.map(Math.log10)
  const [first, last] = [Math.min(...logs), Math.max(...logs)]
  const x = (decisions: number) => BOX.left + 24 + ((Math.log10(decisions) - first) / (last - first || 1)) * (BOX.right - BOX.left - 48)
  const top = STEP * Math.ceil((100 * Math.max(...rows.map(({ most }) => most))) / STEP)
  const y = (part: number) => BOX.bottom - ((100 * part) / top) * (BOX.bottom - BOX.top)

  const grid = Array.from({ length: top / STEP + 1 }, (_, n) => n * STEP).map(percent => {
    const at = round(y(percent / 100))
    return `<path class="grid" d="M${BOX.left} ${at}H${BOX.right}"/><text x="${BOX.left - 8}" y="${at + 4}" text-anchor="end">${percent} %</text>`
  })
  const ticks = sizes.map(
    size => `<text x="${round(x(size))}" y="${BOX.bottom + 20}" text-anchor="middle">${size.toLocaleString('en')}</text>`,
  )
  const lines = names.map((policy, n) => {
    const { colour, dashes } = LOOKS[policy]
    const own = rows.filter(row => row.policy === policy)
    // Bars of one size stand side by side.
    const shift = (n - (names.length - 1) / 2) * 5
    const points = own.map(({ decisions, mean }) => `${round(x(decisions) + shift)} ${round(y(mean))}`)
    const bars = own.map(({ decisions, least, most }) => `M${round(x(decisions) + shift)} ${round(y(least))}V${round(y(most))}`)
    const dots = own.map(
      ({ decisions, mean }) => `<circle cx="${round(x(decisions) + shift)}" cy="${round(y(mean))}" r="3" fill="${colour}"/>`,
    )
    return [
      `<path d="${bars.join('')}" stroke="${colour}" stroke-width="2" opacity="0.45"/>`,
      `<path d="M${points.join('L')}" stroke="${colour}" stroke-width="${n === 0 ? 3 : 1.75}"${dashes ? ` stroke-dasharray="${dashes}"` : ''}/>`,
      ...dots,
    ].join('')
  })
  const labels = apart(rows.filter(({ decisions }) => decisions === sizes.at(-1)).map(({ policy, mean }) => ({ policy, at: y(mean) }))).map(
    ({ policy, at }) => `<text x="${BOX.right + 10}" y="${round(at + 4)}" style="fill:${LOOKS[policy].colour}">${policy}</text>`,
  )
  const seeds = Math.max(...rows.map(row => row.seeds))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">Regret against the oracle, in percent of its revenue, by number of decisions and by policy</title>
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a }
path { fill: none }
.grid { stroke: #8c959f; stroke-width: 0.5; opacity: 0.5 }
@media (prefers-color-scheme: dark) { text { fill: #9da7b1 } }
</style>
${[...grid, ...ticks, ...lines, ...labels].join('\n')}
<text x="${(BOX.left + BOX.right) / 2}" y="${BOX.bottom + 42}" text-anchor="middle">decisions in 30 days (bars: least to most of ${seeds} seeds)</text>
<text transform="translate(16 ${(BOX.top + BOX.bottom) / 2}) rotate(-90)" text-anchor="middle">regret</text>
</svg>
`
}

/** Labels moved down so far that none covers the one above. */
function apart<Label extends { readonly at: number }>(labels: readonly Label[]): Label[] {
  let lowest = Number.NEGATIVE_INFINITY
  return [...labels]
    .sort((a, b) => a.at - b.at)
    .map(label => {
      lowest = Math.max(label.at, lowest + LINE_HEIGHT)
      return { ...label, at: lowest }
    })
}

const round = (value: number): number => Math.round(value * 10) / 10
