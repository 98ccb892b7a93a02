import { regionKey } from "../../block-storage/region-key.ts";
import { profileAssociationNotFound } from "../errors.ts";
import type { Instance } from "../instances/instance.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { toAssociation } from "../instances/profile-association.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";

interface Associated {
  readonly instanceId: string;
  readonly profile: NonNullable<Instance["profile"]>;
}

export const describeIamInstanceProfileAssociations: Ec2Operation<"DescribeIamInstanceProfileAssociations"> = async (
  input,
  context,
) => {
  const { AssociationIds: ids = [], Filters } = input;
  checkPage(input, ids, "associationIdSet");
  const fits = compileFilters(Filters, filters);
  const all = (await context.host.storage.partition(regionKey(context)).read((tx) => instanceStore.list(tx)))
    .flatMap(({ id: instanceId, profile, state }): Associated[] =>
      profile && state !== "terminated" ? [{ instanceId, profile }] : [],
    )
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const missing = ids.find((id) => !all.some((each) => keyOf(each) === id));
  if (missing !== undefined) throw profileAssociationNotFound(missing);
  const shown = all.filter((each) => (ids.length === 0 || ids.includes(keyOf(each))) && fits(each));
  const { items, NextToken } = toPage(shown, keyOf, input);
  return {
    NextToken,
    IamInstanceProfileAssociations: items.map((each) => toAssociation(each.instanceId, each.profile, "associated")),
  };
};

function keyOf({ profile }: Associated): string {
  return profile.associationId;
}

/** Source: "DescribeIamInstanceProfileAssociations", "Filters". */
const filters: FilterTable<Associated> = {
  "instance-id": ({ instanceId }) => [instanceId],
  state: () => ["associated"],
};
