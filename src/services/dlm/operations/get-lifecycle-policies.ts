import type { Tag } from "@aws-sdk/client-dlm";
import { policyNotFound } from "../errors.ts";
import type { DlmOperation } from "../operation.ts";
import { policiesKey } from "../policies/policy.ts";
import { policyStore } from "../policies/policy-store.ts";

/** The policies that have all that is asked for. */
export const getLifecyclePolicies: DlmOperation<"GetLifecyclePolicies"> = async (input, context) => {
  const {
    PolicyIds: ids = [],
    State,
    ResourceTypes: types = [],
    TargetTags = [],
    TagsToAdd = [],
    DefaultPolicyType,
  } = input;
  const policies = await context.host.storage.partition(policiesKey(context)).read((tx) => policyStore.list(tx));
  for (const id of ids) if (!policies.some((policy) => policy.id === id)) throw policyNotFound(id);
  const isAmong = (tags: readonly Tag[]) => (wanted: string) =>
    tags.some(({ Key, Value }) => `${Key}=${Value}` === wanted);
  const found = policies.filter(
    ({ id, state, details }) =>
      (ids.length === 0 || ids.includes(id)) &&
      (State === undefined || state === State) &&
      (types.length === 0 || types.some((type) => details.ResourceTypes?.includes(type))) &&
      TargetTags.every(isAmong(details.TargetTags ?? [])) &&
      TagsToAdd.every(isAmong((details.Schedules ?? []).flatMap((schedule) => schedule.TagsToAdd ?? []))) &&
      // There are none.
      (DefaultPolicyType === undefined || DefaultPolicyType === "ALL"),
  );
  return {
    Policies: found.map(({ id, description, state, tags, details }) => ({
      PolicyId: id,
      Description: description,
      State: state,
      Tags: tags,
      PolicyType: details.PolicyType,
      DefaultPolicy: false,
    })),
  };
};
