import type { AuthInfo, AuthResult } from "@aws-sdk/client-iot";
import type { RequestKeys } from "../../policy-language/pattern.ts";
import type { Certificate } from "../certificates/certificate.ts";
import { certificateKeys } from "../certificates/certificate-keys.ts";
import { requirePrincipal } from "../certificates/require-principal.ts";
import type { IotContext } from "../operation.ts";
import type { Thing } from "../things/thing.ts";
import { basicKeys, type DeviceAction, DevicePolicies } from "./device-permissions.ts";
import { findPolicy } from "./find-policy.ts";
import { policyArn, policyDocument } from "./policy.ts";

export interface Asked {
  readonly principal: string;
  readonly clientId: string;
  readonly toAdd: readonly string[];
  readonly toSkip: readonly string[];
}

interface Named {
  readonly policyName: string;
  readonly policyArn: string;
  readonly policies: DevicePolicies;
}

/** Action types and what of a resource they are about. Source: "TestAuthorization". */
const actions: Readonly<Record<string, DeviceAction>> = {
  CONNECT: "iot:Connect",
  PUBLISH: "iot:Publish",
  RECEIVE: "iot:Receive",
  SUBSCRIBE: "iot:Subscribe",
};

/** Answers questions about a principal by its policies as they are now, with some more or without some. Throws for what is not there. */
export async function decideFor(
  { principal, clientId, toAdd, toSkip }: Asked,
  context: IotContext,
): Promise<
  (info: { readonly actionType?: string | undefined; readonly resources: readonly string[] | undefined }) => AuthResult
> {
  const { registry, cache } = context.state;
  const { named, targets } = await registry.read(context, async (tx) => {
    await requirePrincipal(tx, principal, context);
    const added: Named[] = [];
    for (const name of toAdd) added.push(toNamed(name, policyDocument(await findPolicy(tx, name)) ?? "", context));
    return { named: added, targets: [principal] };
  });
  const reading = cache.reading(context);
  const attached = await reading.sources("thing-principal", principal);
  const thingName = attached.some(({ name }) => name === clientId) ? clientId : undefined;
  const thing = thingName === undefined ? undefined : await reading.record<Thing>("thing", thingName);
  for (const group of thingName === undefined ? [] : await reading.groupsOf(thingName)) targets.push(group);
  for (const target of targets)
    for (const { name } of await reading.targets("policy-target", target)) {
      if (toSkip.includes(name) || named.some(({ policyName }) => policyName === name)) continue;
      const policy = await registry.read(context, (tx) => findPolicy(tx, name));
      named.push(toNamed(name, policyDocument(policy) ?? "", context));
    }
  const certificate = await reading.record<Certificate>("certificate", principal.split("/").at(-1) ?? "");
  const keys: RequestKeys = {
    ...basicKeys(
      { at: context, clientId, sourceIp: context.request.sourceIp, protocol: "mqtt" },
      context.host.clock.nowMs(),
    ),
    "iot:connection.thing.isattached": [String(thingName !== undefined)],
    ...(thingName !== undefined && { "iot:connection.thing.thingname": [thingName] }),
    ...(thing?.typeName !== undefined && { "iot:connection.thing.thingtypename": [thing.typeName] }),
    ...(certificate && certificateKeys(certificate)),
  };
  return ({ actionType = "", resources }) => {
    const action = actions[actionType];
    const list = [...(resources ?? [])];
    const authInfo = { actionType: actionType as AuthInfo["actionType"], resources: list };
    const denying = named.filter(({ policies }) => list.some((each) => action && policies.denies(action, each, keys)));
    const allowing = named.filter(({ policies }) =>
      list.every((each) => action && policies.allows(action, each, keys)),
    );
    const brief = ({ policyName, policyArn: arn }: Named) => ({ policyName, policyArn: arn });
    const isAllowed = denying.length === 0 && allowing.length > 0;
    return {
      authInfo,
      allowed: { policies: allowing.map(brief) },
      denied: {
        implicitDeny: { policies: isAllowed || denying.length > 0 ? [] : named.map(brief) },
        explicitDeny: { policies: denying.map(brief) },
      },
      authDecision: isAllowed ? "ALLOWED" : denying.length > 0 ? "EXPLICIT_DENY" : "IMPLICIT_DENY",
      missingContextValues: [],
    };
  };
}

function toNamed(name: string, document: string, context: IotContext): Named {
  return { policyName: name, policyArn: policyArn(context, name), policies: new DevicePolicies([document]) };
}
