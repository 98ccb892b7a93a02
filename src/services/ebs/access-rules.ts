import { regionKey } from "../block-storage/region-key.ts";
import { snapshotArn } from "../block-storage/snapshots/snapshot.ts";
import { tagStore } from "../block-storage/tag-store.ts";
import { requestTagConditions } from "../request-tags.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules } from "../service.ts";
import type { Ebs } from "./model.ts";

/** Source: "Actions, resources, and condition keys for Amazon Elastic Block Store". */
export const accessRules: AccessRules<Ebs> = {
  prefix: "ebs",
  also: {
    StartSnapshot: {
      ParentSnapshotId: (value, _input, at) => ({
        action: "ebs:StartSnapshot",
        resource: snapshotArn(at, String(value)),
      }),
      Tags: (value, _input, at) => ({
        action: "ec2:CreateTags",
        resource: snapshotArn(at, "*"),
        conditions: { "ec2:createaction": ["StartSnapshot"], ...requestTagConditions(value) },
      }),
    },
    ListChangedBlocks: {
      FirstSnapshotId: (value, _input, at) => ({
        action: "ebs:ListChangedBlocks",
        resource: snapshotArn(at, String(value)),
      }),
    },
  },
  resource: (_operation, input, at) => snapshotArn(at, idOf(input) ?? "*"),
  conditions: async (operation, input, host, at) => {
    const id = idOf(input);
    const tags =
      id === undefined ? {} : await host.storage.partition(regionKey(at)).read((tx) => tagStore.find(tx, id));
    const size = input.VolumeSize;
    return {
      ...resourceTagConditions(tags),
      ...(operation === "StartSnapshot" && requestTagConditions(input.Tags)),
      ...(typeof input.Description === "string" && { "ebs:description": [input.Description] }),
      ...(typeof input.ParentSnapshotId === "string" && {
        "ebs:parentsnapshot": [snapshotArn(at, input.ParentSnapshotId)],
      }),
      ...(size !== undefined && { "ebs:volumesize": [String(size)] }),
    };
  },
};

function idOf(input: Readonly<Record<string, unknown>>): string | undefined {
  const id = input.SnapshotId ?? input.SecondSnapshotId;
  return typeof id === "string" ? id : undefined;
}
