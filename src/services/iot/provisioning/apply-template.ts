import { isNamed } from "../../../platform/aws-error.ts";
import { conflict, invalidRequest } from "../errors.ts";
import type { RegistryCall } from "./registry-calls.ts";
import { resolveValue } from "./resolve-value.ts";
import type { TemplateBody, TemplateResource } from "./template-body.ts";

export interface AppliedTemplate {
  readonly thingName: string | undefined;
  readonly certificatePem: string | undefined;
  /** ARNs by the names that the template has for what was made. */
  readonly resourceArns: Readonly<Record<string, string>>;
  readonly deviceConfiguration: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

/**
 * Makes what a template says, with the values of its parameters: certificate, policies, thing, in this order. What is there already is taken as it is, or changed as
 * `OverrideSettings` says; so a device that asks twice is provisioned once. Throws what an operation throws, and for values that are missing.
 */
export async function applyTemplate(
  body: TemplateBody,
  given: Readonly<Record<string, string | undefined>>,
  call: RegistryCall,
): Promise<AppliedTemplate> {
  const parameters = new Map<string, string>();
  for (const [name, { default: value }] of Object.entries(body.parameters))
    if (value !== undefined) parameters.set(name, value);
  for (const [name, value] of Object.entries(given)) if (value !== undefined) parameters.set(name, value);
  const parts = { parameters, mappings: body.mappings };
  const resolved = Object.entries(body.resources).map(([name, resource]) => ({
    name,
    resource,
    properties: resolveValue(resource.properties, parts) as Properties,
  }));
  const ofType = (type: TemplateResource["type"]) => resolved.filter(({ resource }) => resource.type === type);
  const resourceArns: Record<string, string> = {};
  const [wanted] = ofType("AWS::IoT::Certificate");
  const certificate = wanted && (await makeCertificate(wanted.properties, wanted.resource, call));
  if (wanted && certificate) resourceArns[wanted.name] = certificate.arn;
  for (const { name, properties } of ofType("AWS::IoT::Policy")) {
    const { policyName, policyArn } = await makePolicy(properties, call);
    if (!certificate) throw invalidRequest("A template with a policy must have a certificate.");
    await call("AttachPolicy", { policyName, target: certificate.arn });
    resourceArns[name] = policyArn;
  }
  const [thing] = ofType("AWS::IoT::Thing");
  const made = thing && (await makeThing(thing.properties, thing.resource, call));
  if (thing && made) resourceArns[thing.name] = made.arn;
  if (made && certificate) await call("AttachThingPrincipal", { thingName: made.name, principal: certificate.arn });
  return {
    thingName: made?.name,
    certificatePem: certificate?.pem,
    resourceArns,
    deviceConfiguration: resolveValue(body.deviceConfiguration, parts),
  };
}

const statuses = ["ACTIVE", "INACTIVE", "REVOKED"] as const;

async function makeCertificate(
  properties: Properties,
  { overrides }: TemplateResource,
  call: RegistryCall,
): Promise<{ readonly arn: string; readonly pem: string | undefined }> {
  const { CertificateSigningRequest, CertificatePem, CACertificatePem, CertificateId } = textsOf(properties);
  const status = statuses.find((each) => each === String(properties.Status ?? "ACTIVE").toUpperCase());
  if (!status) throw invalidRequest(`Certificate status ${String(properties.Status)} cannot be set.`);
  if (CertificateSigningRequest !== undefined) {
    const made = await call("CreateCertificateFromCsr", {
      certificateSigningRequest: CertificateSigningRequest,
      setAsActive: status === "ACTIVE",
    });
    return { arn: made.certificateArn ?? "", pem: made.certificatePem };
  }
  let id = CertificateId;
  if (id === undefined && CertificatePem !== undefined) {
    try {
      const registered = await (CACertificatePem === undefined
        ? call("RegisterCertificateWithoutCA", { certificatePem: CertificatePem, status })
        : call("RegisterCertificate", { certificatePem: CertificatePem, caCertificatePem: CACertificatePem, status }));
      return { arn: registered.certificateArn ?? "", pem: CertificatePem };
    } catch (error) {
      if (!isNamed(error, "ResourceAlreadyExistsException")) throw error;
      if (typeof error.fields.resourceId !== "string") throw error;
      id = error.fields.resourceId;
    }
  }
  if (id === undefined)
    throw invalidRequest("A certificate needs CertificateSigningRequest, CertificatePem or CertificateId.");
  const { certificateDescription: found } = await call("DescribeCertificate", { certificateId: id });
  const isPending = found?.status === "PENDING_ACTIVATION";
  if (found?.status !== status) {
    const what = isPending ? "REPLACE" : (overrides.Status ?? "DO_NOTHING");
    if (what === "FAIL") throw conflict(`The certificate has the status ${found?.status}.`);
    if (what === "REPLACE") await call("UpdateCertificate", { certificateId: id, newStatus: status });
  }
  return { arn: found?.certificateArn ?? "", pem: found?.certificatePem };
}

async function makePolicy(
  properties: Properties,
  call: RegistryCall,
): Promise<{ readonly policyName: string; readonly policyArn: string }> {
  const { PolicyName, PolicyDocument } = properties;
  const document =
    PolicyDocument === undefined || typeof PolicyDocument === "string"
      ? PolicyDocument
      : JSON.stringify(PolicyDocument);
  if (document === undefined) {
    if (typeof PolicyName !== "string") throw invalidRequest("A policy needs PolicyName or PolicyDocument.");
    const { policyArn = "" } = await call("GetPolicy", { policyName: PolicyName });
    return { policyName: PolicyName, policyArn };
  }
  // One of no name has the name of what it says, so that it is made once. Source: "Provisioning templates", policy resources.
  const { createHash } = await import("node:crypto");
  const policyName =
    typeof PolicyName === "string" ? PolicyName : createHash("sha256").update(document).digest("hex").slice(0, 64);
  try {
    const { policyArn = "" } = await call("CreatePolicy", { policyName, policyDocument: document });
    return { policyName, policyArn };
  } catch (error) {
    if (!isNamed(error, "ResourceAlreadyExistsException")) throw error;
    const { policyArn = "" } = await call("GetPolicy", { policyName });
    return { policyName, policyArn };
  }
}

async function makeThing(
  properties: Properties,
  { overrides }: TemplateResource,
  call: RegistryCall,
): Promise<{ readonly name: string; readonly arn: string }> {
  const { ThingName: thingName, ThingTypeName: thingTypeName, BillingGroup: billingGroupName } = textsOf(properties);
  if (thingName === undefined) throw invalidRequest("A thing needs a ThingName.");
  const attributes = Object.fromEntries(
    Object.entries((properties.AttributePayload as Properties | undefined) ?? {}).map(([key, value]) => [
      key,
      String(value),
    ]),
  );
  const groups = Array.isArray(properties.ThingGroups) ? properties.ThingGroups.map(String) : undefined;
  const found = await call("DescribeThing", { thingName }).catch((error) => {
    if (isNamed(error, "ResourceNotFoundException")) return undefined;
    throw error;
  });
  if (!found) {
    const { thingArn = "" } = await call("CreateThing", {
      thingName,
      ...(thingTypeName !== undefined && { thingTypeName }),
      ...(billingGroupName !== undefined && { billingGroupName }),
      attributePayload: { attributes },
    });
    for (const thingGroupName of groups ?? []) await call("AddThingToThingGroup", { thingGroupName, thingName });
    return { name: thingName, arn: thingArn };
  }
  await changeThing({ thingName, thingTypeName, attributes, properties, overrides, groups }, found, call);
  return { name: thingName, arn: found.thingArn ?? "" };
}

interface WantedThing {
  readonly thingName: string;
  readonly thingTypeName: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Properties;
  readonly overrides: Readonly<Record<string, string>>;
  readonly groups: readonly string[] | undefined;
}

/** One that is there already. Source: "Provisioning templates", override settings. */
async function changeThing(
  { thingName, thingTypeName, attributes, properties, overrides, groups }: WantedThing,
  found: { readonly thingTypeName?: string | undefined; readonly attributes?: Record<string, string> | undefined },
  call: RegistryCall,
): Promise<void> {
  const isOther = Object.entries(attributes).some(([key, value]) => found.attributes?.[key] !== value);
  const onAttributes = overrides.AttributePayload ?? "DO_NOTHING";
  if (properties.AttributePayload !== undefined && isOther) {
    if (onAttributes === "FAIL") throw conflict(`Thing ${thingName} exists with other attributes.`);
    if (onAttributes !== "DO_NOTHING")
      await call("UpdateThing", { thingName, attributePayload: { attributes, merge: onAttributes === "MERGE" } });
  }
  const onType = overrides.ThingTypeName ?? "DO_NOTHING";
  if (thingTypeName !== undefined && thingTypeName !== found.thingTypeName) {
    if (onType === "FAIL") throw conflict(`Thing ${thingName} exists with another type.`);
    if (onType === "REPLACE") await call("UpdateThing", { thingName, thingTypeName });
  }
  const onGroups = overrides.ThingGroups ?? "DO_NOTHING";
  if (groups === undefined || onGroups === "DO_NOTHING") return;
  const { thingGroups = [] } = await call("ListThingGroupsForThing", { thingName });
  const names = thingGroups.map(({ groupName }) => groupName ?? "");
  const toAdd = groups.filter((each) => !names.includes(each));
  const toRemove = names.filter((each) => !groups.includes(each));
  if (onGroups === "FAIL" && (toAdd.length > 0 || toRemove.length > 0))
    throw conflict(`Thing ${thingName} exists in other groups.`);
  for (const thingGroupName of toRemove) await call("RemoveThingFromThingGroup", { thingGroupName, thingName });
  for (const thingGroupName of toAdd) await call("AddThingToThingGroup", { thingGroupName, thingName });
}

function textsOf(properties: Properties): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => typeof value === "string")) as Record<
    string,
    string
  >;
}
