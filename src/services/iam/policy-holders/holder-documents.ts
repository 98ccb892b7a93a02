import { viewAccount } from "../accounts/account.ts";
import type { PolicyHolder } from "../entities/entity.ts";
import { validationError } from "../errors.ts";
import type { IamContext } from "../operation.ts";
import { findHolder, findManagedPolicy } from "./policy-holder.ts";

/** A policy of an identity, and where it comes from. */
export interface HeldDocument {
  readonly document: string;
  readonly name: string;
  /** The managed policy; undefined for an inline one. */
  readonly arn: string | undefined;
  /** Whose it is: the identity itself, or a group of it. */
  readonly holder: { readonly kind: "user" | "group" | "role"; readonly name: string };
}

export interface HolderDocuments {
  readonly id: string;
  readonly identity: readonly HeldDocument[];
  readonly boundary: string | undefined;
}

/** All policies that decide for a user (its groups' too), group or role of the account. */
export async function readHolderDocuments(context: IamContext, arn: string): Promise<HolderDocuments> {
  const [, account, kind, name = ""] = holderArn.exec(arn) ?? [];
  if (!kind || account !== context.account)
    throw validationError(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  return viewAccount(context, async (tx) => {
    const own = await findHolder(tx, kind as "user" | "group" | "role", name);
    const holders: { readonly kind: "user" | "group" | "role"; readonly holder: PolicyHolder }[] = [
      { kind: kind as "user" | "group" | "role", holder: own },
    ];
    for (const group of "groups" in own ? own.groups : [])
      holders.push({ kind: "group", holder: await findHolder(tx, "group", group) });
    const documentOf = async (policyArn: string) => {
      const policy = await findManagedPolicy(tx, policyArn);
      return policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document;
    };
    const identity: HeldDocument[] = [];
    for (const { kind: holderKind, holder } of holders) {
      const from = { kind: holderKind, name: holder.name };
      for (const [policyName, document] of Object.entries(holder.inlinePolicies))
        identity.push({ document, name: policyName, arn: undefined, holder: from });
      for (const attached of holder.attachedPolicies) {
        const document = await documentOf(attached);
        if (document)
          identity.push({ document, name: attached.slice(attached.lastIndexOf("/") + 1), arn: attached, holder: from });
      }
    }
    const boundary = "permissionsBoundary" in own ? own.permissionsBoundary : undefined;
    return { id: own.id, identity, boundary: boundary ? await documentOf(boundary) : undefined };
  });
}

const holderArn = /^arn:aws[a-z-]*:iam::(\d{12}):(user|group|role)\/(?:.*\/)?([^/]+)$/;
