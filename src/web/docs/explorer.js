/* global SwaggerUIBundle */
// Served as it is, beside the library that makes the page. What it can fill in comes in an inert element, since the page allows no inline script.

const { credentials, ids } = JSON.parse(document.getElementById('filled').textContent)

/**
 * The contract with the demonstration's own ids in the examples of what reads and what adds, so that they answer. What changes, rotates or deletes keeps the
 * contract's, which name nothing: nobody should undo the demonstration by looking around in it.
 */
function withOwnIds(text) {
  const own = part =>
    JSON.parse(
      JSON.stringify(part).replace(/\b([a-z]+)_(?:01k2[0-9a-z]{22}|3Fv6yD9sL2gH5pT8)(?![0-9A-Za-z])/g, (id, kind) => ids[kind] ?? id),
    )
  const contract = JSON.parse(text)
  const { examples, parameters } = contract.components
  contract.components.examples = own(examples)
  const whole = ({ $ref, ...parameter }) => ($ref === undefined ? parameter : parameters[$ref.split('/').at(-1)])
  for (const [path, { get, post }] of Object.entries(contract.paths)) {
    for (const operation of path.endsWith('/rotate') ? [get] : [get, post]) {
      if (operation?.parameters) operation.parameters = own(operation.parameters.map(whole))
      if (operation?.requestBody) operation.requestBody = own(operation.requestBody)
    }
  }
  return JSON.stringify(contract)
}

const explorer = SwaggerUIBundle({
  dom_id: '#explorer',
  url: '/openapi.json',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // The library would have the document judged by a server of its makers.
  validatorUrl: null,
  requestInterceptor: request => {
    const { pathname, searchParams } = new URL(request.url, location.href)
    // A browser vouches for the page's origin where a GET carries none; the command line that is shown has to say it.
    if (searchParams.has('pub')) request.curlOptions = ['-H', `Origin: ${location.origin}`]
    // It answers without a key, too: with a page that asks for one.
    if (pathname === '/status' && credentials.bearerKey) request.headers.Authorization ??= `Bearer ${credentials.bearerKey}`
    return request
  },
  responseInterceptor: response => {
    if (new URL(response.url, location.href).pathname === '/openapi.json' && ids && typeof response.text === 'string')
      response.text = withOwnIds(response.text)
    return response
  },
  onComplete: () => {
    for (const [scheme, credential] of Object.entries(credentials)) explorer.preauthorizeApiKey(scheme, credential)
  },
})
