import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { authorizers } from "../authorizers/authorizer.ts";
import { invalidRequest, resourceNotFound } from "../errors.ts";
import { billingGroups } from "../groups/billing-group.ts";
import { thingGroups } from "../groups/thing-group.ts";
import { jobTemplates } from "../jobs/job-template.ts";
import { policies } from "../policies/policy.ts";
import { provisioningTemplates } from "../provisioning/provisioning-template.ts";
import { caCertificates, roleAliases } from "../records/setting-records.ts";
import type { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";
import { thingTypes } from "../things/thing-type.ts";

interface Tagged {
  readonly tags?: Tags;
}

/** By how their ARNs begin. */
const stores: Readonly<Record<string, unknown>> = {
  thingtype: thingTypes,
  thinggroup: thingGroups,
  billinggroup: billingGroups,
  policy: policies,
  rolealias: roleAliases,
  authorizer: authorizers,
  cacert: caCertificates,
  provisioningtemplate: provisioningTemplates,
  jobtemplate: jobTemplates,
};

export interface TaggedResource {
  readonly tags: Tags;
  readonly put: (tx: WriteTransaction, tags: Tags) => Promise<void>;
}

/** What has the tags of an ARN. Throws for what has none. */
export async function findTagged(tx: ReadTransaction, arn: string, at: Place): Promise<TaggedResource> {
  const resource = parseArn(arn)?.resource ?? "";
  if (arn !== iotArn(at, resource)) throw invalidRequest(`Invalid resource ARN: ${arn}`);
  const [kind = "", name = ""] = resource.split("/");
  const store = stores[kind] as RecordStore<Tagged> | undefined;
  if (!store) throw invalidRequest(`Resources of the kind ${kind} have no tags: ${arn}`);
  const record = await store.find(tx, name);
  if (!record) throw resourceNotFound(`Resource ${arn} does not exist.`);
  return {
    tags: record.tags ?? {},
    put: (writing, tags) => store.put(writing, name, { ...record, tags }),
  };
}
