import type { IotOperation } from "../operation.ts";
import { findPolicy, versionOf } from "../policies/find-policy.ts";
import { policyArn } from "../policies/policy.ts";

export const getPolicyVersion: IotOperation<"GetPolicyVersion"> = async (
  { policyName: name = "", policyVersionId: id = "" },
  context,
) => {
  const policy = await context.state.registry.read(context, (tx) => findPolicy(tx, name));
  const { document, createdMs } = versionOf(policy, id);
  return {
    policyArn: policyArn(context, name),
    policyName: name,
    policyDocument: document,
    policyVersionId: id,
    isDefaultVersion: id === policy.defaultVersion,
    creationDate: new Date(createdMs),
    lastModifiedDate: new Date(createdMs),
    generationId: policy.generation,
  };
};
