import type { PolicyHolder } from "../entities/entity.ts";
import { type PageRequest, toPage } from "../entities/to-page.ts";

/** A policy document in an answer: percent-encoded as RFC 3986 says. Source: "GetRolePolicy", note on PolicyDocument. */
export function encodePolicy(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** IAM tells times in whole seconds. */
export function toDate(timeMs: number): Date {
  return new Date(Math.floor(timeMs / 1000) * 1000);
}

export function toPolicyNamePage(holder: PolicyHolder, request: PageRequest) {
  const { items, ...page } = toPage(Object.keys(holder.inlinePolicies), (name) => name, request);
  return { PolicyNames: items, ...page };
}

export function toAttachedPolicyPage(holder: PolicyHolder, pathPrefix: string | undefined, request: PageRequest) {
  const arns = holder.attachedPolicies.filter((arn) => pathOf(arn).startsWith(pathPrefix ?? "/"));
  const { items, ...page } = toPage(arns, nameOf, request);
  return { AttachedPolicies: items.map((arn) => ({ PolicyName: nameOf(arn), PolicyArn: arn })), ...page };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function pathOf(arn: string): string {
  return arn.slice(arn.indexOf(":policy/") + ":policy".length, arn.lastIndexOf("/") + 1);
}

/** AWS answers `Policy` for the type, whatever its model's one value (`PermissionsBoundaryPolicy`) says. */
export function toAttachedBoundary(arn: string | undefined) {
  return arn === undefined
    ? undefined
    : { PermissionsBoundaryType: "Policy" as "PermissionsBoundaryPolicy", PermissionsBoundaryArn: arn };
}
