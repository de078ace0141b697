/* global SwaggerUIBundle */
// Served as it is, beside the library that makes the page. The credentials come in an inert element, since the page allows no inline script.

const credentials = JSON.parse(document.getElementById('credentials').textContent)

const explorer = SwaggerUIBundle({
  dom_id: '#explorer',
  url: '/openapi.json',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // The library would have the document judged by a server of its makers.
  validatorUrl: null,
  requestInterceptor: request => {
    // A browser vouches for the page's origin where a GET carries none; the command line that is shown has to say it.
    if (new URL(request.url, location.href).searchParams.has('pub')) request.curlOptions = ['-H', `Origin: ${location.origin}`]
    return request
  },
  onComplete: () => {
    for (const [scheme, credential] of Object.entries(credentials)) explorer.preauthorizeApiKey(scheme, credential)
  },
})
