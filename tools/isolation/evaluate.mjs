// Decides requests with iam-simulate: reads policies and requests as JSON, writes a verdict a line, in their order.
//
// The library looks up for each request whether its action, resource and context are possible, which takes most of its
// time. It is enough for the first request of a kind: the others go to the same evaluation directly.
import { readFileSync } from 'node:fs'
import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from '@cloud-copilot/iam-policy'
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate'

const { policies, requests } = JSON.parse(readFileSync(0, 'utf8'))
const asIdentity = policies.map((policy, number) => read(policy, validateIdentityPolicy, number))
const asGuard = policies.map((policy, number) => read(policy, validateResourcePolicy, number))
const verdicts = []
const known = new Set()

for (const { principal, action, resource, context, kind, identity, guard, endpoint } of requests) {
  const simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: context['aws:PrincipalAccount'] },
      contextVariables: context
    },
    identityPolicies: identity.map((number) => ({ name: String(number), policy: asIdentity[number] })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(guard === null ? {} : { resourcePolicy: asGuard[guard] }),
    ...(endpoint === null ? {} : { vpcEndpointPolicies: [{ name: 'endpoint', policy: policies[endpoint] }] })
  }
  const faults = [...identity.map((number) => asIdentity[number]), ...(guard === null ? [] : [asGuard[guard]])]
  if (faults.some((policy) => policy.errors.length > 0)) {
    fail(simulation, JSON.stringify(faults.flatMap((policy) => policy.errors)))
  }
  const sign = [action, kind, guard === null, ...Object.keys(context)].join()
  if (endpoint === null && known.has(sign)) {
    verdicts.push(runUnsafeSimulation(simulation, {}))
  } else {
    verdicts.push(await checked(simulation, endpoint))
    known.add(sign)
  }
}

process.stdout.write(`${verdicts.join('\n')}\n`)

// A policy with its faults, of which there are none where it is used as what it is.
function read(policy, validate, number) {
  return createValidatedPolicy(policy, validate, { name: String(number) })
}

async function checked(simulation, endpoint) {
  const found = await runSimulation(simulation, {})
  // A key that the library leaves out would make a condition look as if nothing had been said.
  const ignored = found.result?.ignoredContextKeys ?? []
  if (found.resultType !== 'single' || ignored.length > 0) {
    fail(simulation, JSON.stringify(found.errors ?? { ignored, type: found.resultType }))
  }
  if (endpoint === null && found.overallResult !== runUnsafeSimulation(simulation, {})) {
    fail(simulation, 'the two ways of the library differ')
  }
  return found.overallResult
}

function fail({ request }, why) {
  console.error(`${request.action} on ${request.resource}: ${why}`)
  process.exit(1)
}
