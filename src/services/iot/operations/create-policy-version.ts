import { versionsLimitExceeded } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { checkPolicyDocument } from "../policies/check-policy-document.ts";
import { findPolicy } from "../policies/find-policy.ts";
import { policies, policyArn } from "../policies/policy.ts";

const mostVersions = 5;

export const createPolicyVersion: IotOperation<"CreatePolicyVersion"> = async (input, context) => {
  const { policyName: name = "", policyDocument: document = "", setAsDefault = false } = input;
  checkPolicyDocument(document);
  const nowMs = context.host.clock.nowMs();
  const id = await context.state.registry.write(context, async (tx) => {
    const policy = await findPolicy(tx, name);
    if (Object.keys(policy.versions).length >= mostVersions)
      throw versionsLimitExceeded(`The policy ${name} already has the maximum number of versions (${mostVersions})`);
    const version = String(policy.nextVersion);
    await policies.put(tx, name, {
      ...policy,
      modifiedMs: nowMs,
      nextVersion: policy.nextVersion + 1,
      defaultVersion: setAsDefault ? version : policy.defaultVersion,
      versions: { ...policy.versions, [version]: { document, createdMs: nowMs } },
    });
    return version;
  });
  return {
    policyArn: policyArn(context, name),
    policyDocument: document,
    policyVersionId: id,
    isDefaultVersion: setAsDefault,
  };
};
