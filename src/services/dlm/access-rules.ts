import { passesRoleTo } from "../pass-role.ts";
import { requestTagConditions } from "../request-tags.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules } from "../service.ts";
import type { Dlm } from "./model.ts";
import { policiesKey, policyArn } from "./policies/policy.ts";
import { policyStore } from "./policies/policy-store.ts";

const passesRole = { ExecutionRoleArn: passesRoleTo("dlm.amazonaws.com") };

/** Source: "Actions, resources, and condition keys for Amazon Data Lifecycle Manager". */
export const accessRules: AccessRules<Dlm> = {
  prefix: "dlm",
  also: { CreateLifecyclePolicy: { ...passesRole, Tags: "dlm:TagResource" }, UpdateLifecyclePolicy: passesRole },
  resource: (operation, input, at) => {
    if (operation === "GetLifecyclePolicies") return "*";
    if (typeof input.ResourceArn === "string") return input.ResourceArn;
    return policyArn(at, typeof input.PolicyId === "string" ? input.PolicyId : "*");
  },
  conditions: async (_operation, input, host, at) => {
    const id = input.PolicyId ?? String(input.ResourceArn ?? "").split("/")[1];
    const policy =
      typeof id === "string"
        ? await host.storage.partition(policiesKey(at)).read((tx) => policyStore.find(tx, id))
        : undefined;
    return { ...resourceTagConditions(policy?.tags ?? {}), ...requestTagConditions(input.Tags, input.TagKeys) };
  },
};
