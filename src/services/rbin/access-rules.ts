import { ruleArn } from "../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../block-storage/region-key.ts";
import { requestTagConditions } from "../request-tags.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules } from "../service.ts";
import type { Rbin } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS Recycle Bin". */
export const accessRules: AccessRules<Rbin> = {
  prefix: "rbin",
  also: { CreateRule: { Tags: "rbin:TagResource" } },
  resource: (operation, input, at) => {
    if (operation === "ListRules") return "*";
    if (typeof input.ResourceArn === "string") return input.ResourceArn;
    return ruleArn(at, typeof input.Identifier === "string" ? input.Identifier : "*");
  },
  conditions: async (operation, input, host, at) => {
    const id = input.Identifier ?? String(input.ResourceArn ?? "").split("/")[1];
    const rule =
      typeof id === "string"
        ? await host.storage.partition(regionKey(at)).read((tx) => ruleStore.find(tx, id))
        : undefined;
    const type = input.ResourceType ?? rule?.type;
    return {
      ...(typeof type === "string" && {
        [operation === "CreateRule" || operation === "ListRules"
          ? "rbin:request/resourcetype"
          : "rbin:attribute/resourcetype"]: [type],
      }),
      ...resourceTagConditions(rule?.tags ?? {}),
      ...requestTagConditions(input.Tags, input.TagKeys),
    };
  },
};
