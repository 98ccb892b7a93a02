import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { invalidRequest, resourceNotFound } from "../errors.ts";
import { thingGroups } from "../groups/thing-group.ts";
import { iotArn } from "../registry/registry.ts";
import { certificates } from "./certificate.ts";

/** Throws unless it is a certificate's ARN that is there, or an identity of Cognito's, which is not looked for. */
export async function requirePrincipal(tx: ReadTransaction, principal: string, at: Place): Promise<void> {
  if (isIdentity(principal)) return;
  const id = certificateIdOfArn(principal, at);
  if (id === undefined) throw invalidRequest(`Invalid principal: ${principal}`);
  if (!(await certificates.find(tx, id)))
    throw resourceNotFound(`The certificate given in the principal does not exist. Principal: ${principal}`);
}

/** The same for what a policy is attached to, which may be a group of things, too. */
export async function requirePolicyTarget(tx: ReadTransaction, target: string, at: Place): Promise<void> {
  const group = groupOfArn(target, at);
  if (group === undefined) return requirePrincipal(tx, target, at);
  if (!(await thingGroups.find(tx, group))) throw resourceNotFound(`No thing group ${group} exists in account`);
}

function certificateIdOfArn(principal: string, at: Place): string | undefined {
  const resource = resourceOf(principal, at);
  return resource?.startsWith("cert/") ? resource.slice("cert/".length) : undefined;
}

function groupOfArn(target: string, at: Place): string | undefined {
  const resource = resourceOf(target, at);
  return resource?.startsWith("thinggroup/") ? resource.slice("thinggroup/".length) : undefined;
}

function resourceOf(text: string, at: Place): string | undefined {
  const arn = parseArn(text);
  return arn && text === iotArn(at, arn.resource) ? arn.resource : undefined;
}

function isIdentity(principal: string): boolean {
  return /^[\w-]+:[0-9a-f-]{36}$/i.test(principal);
}
