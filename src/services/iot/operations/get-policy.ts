import type { IotOperation } from "../operation.ts";
import { findPolicy, versionOf } from "../policies/find-policy.ts";
import { policyArn } from "../policies/policy.ts";

export const getPolicy: IotOperation<"GetPolicy"> = async ({ policyName: name = "" }, context) => {
  const policy = await context.state.registry.read(context, (tx) => findPolicy(tx, name));
  return {
    policyName: name,
    policyArn: policyArn(context, name),
    policyDocument: versionOf(policy, policy.defaultVersion).document,
    defaultVersionId: policy.defaultVersion,
    creationDate: new Date(policy.createdMs),
    lastModifiedDate: new Date(policy.modifiedMs),
    generationId: policy.generation,
  };
};
