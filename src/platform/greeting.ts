import { readDemo } from './demo.js'

/** What the start prints for a person: where to click, and in a demonstration three commands that work when pasted, each by itself. */
export function greeting(baseUrl: string, demoFile: string): string {
  const demo = readDemo(demoFile)
  const lines = ['', `Throughline is ready at ${baseUrl}`, `  explorer   ${baseUrl}/docs/api`, `  status     ${baseUrl}/status`]
  if (demo) {
    const keys = `pub=${demo.website.pub}&website=${demo.website.website}`
    const decision = `curl -s -H 'Origin: http://localhost' '${baseUrl}/v1/decision?${keys}&dev-country=DE'`
    const requestId = `$(${decision} | node -pe 'JSON.parse(fs.readFileSync(0)).requestId')`
    const secretKey = `$(node -p "require('${demoFile}').project.secretKey")`
    lines.push(
      `  demo page  ${baseUrl}/demo`,
      `  demo keys  ${demoFile}`,
      '',
      'Try it: a visitor who is blocked, his offers, and what came of it so far (the README goes on to a click and a sale)',
      `  ${decision}`,
      `  curl -s -H 'Origin: http://localhost' "${baseUrl}/v1/offers?${keys}&requestId=${requestId}"`,
      `  curl -s -H "Authorization: Bearer ${secretKey}" ${baseUrl}/api/v1/websites/${demo.website.id}/report`,
    )
  }
  return `${lines.join('\n')}\n\n`
}
