import type { ErrorObject } from 'ajv'

/** `/requestBody/targeting/countries/0` as people write it: `targeting.countries[0]`. */
function fieldOf(instancePath: string): string {
  const [, , ...steps] = instancePath.split('/')
  let field = ''
  for (const step of steps) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    field += /^\d+$/.test(name) ? `[${name}]` : field === '' ? name : `.${name}`
  }
  return field
}

const within = (field: string, name: string): string => (field === '' ? name : `${field}.${name}`)

/** One violation of a schema as `field: what it must be`. */
export function violation(error: ErrorObject): string {
  const field = fieldOf(error.instancePath)
  const { params } = error
  switch (error.keyword) {
    case 'required':
      // At the root the missing property is a whole part of the request, such as its body.
      return `${error.instancePath === '' && params.missingProperty === 'requestBody' ? 'body' : within(field, params.missingProperty)}: required`
    case 'enum':
      return `${field}: must be one of ${(params.allowedValues as unknown[]).map(value => (value === '' ? '""' : String(value))).join(', ')}`
    case 'const':
      return `${field}: must be ${String(params.allowedValue)}`
    case 'type':
      return `${field || 'body'}: must be ${[params.type].flat().join(' or ')}`
    case 'additionalProperties':
      return `${within(field, params.additionalProperty)}: unknown property`
    case 'pattern':
      // The spec says in words what the pattern asks for; a parameter's pattern may speak for itself.
      return `${field}: must ${error.parentSchema?.['x-must'] ?? `match ${params.pattern}`}`
    case 'format':
      return `${field}: must be a valid ${params.format}`
    default:
      return `${field || 'body'}: ${error.message ?? 'is not valid'}`
  }
}
