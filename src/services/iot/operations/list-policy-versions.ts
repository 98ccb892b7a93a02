import type { IotOperation } from "../operation.ts";
import { findPolicy } from "../policies/find-policy.ts";

export const listPolicyVersions: IotOperation<"ListPolicyVersions"> = async ({ policyName: name = "" }, context) => {
  const { versions, defaultVersion } = await context.state.registry.read(context, (tx) => findPolicy(tx, name));
  return {
    policyVersions: Object.entries(versions).map(([id, { createdMs }]) => ({
      versionId: id,
      isDefaultVersion: id === defaultVersion,
      createDate: new Date(createdMs),
    })),
  };
};
