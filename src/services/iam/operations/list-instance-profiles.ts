import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { toInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";

export const listInstanceProfiles: IamOperation<"ListInstanceProfiles"> = async (
  { PathPrefix = "/", ...request },
  context,
) =>
  viewAccount(context, async (tx) => {
    const profiles = (await entityStore.list(tx, "instanceProfile")).filter(({ path }) => path.startsWith(PathPrefix));
    const roles = await entityStore.list(tx, "role");
    const { items, ...page } = toPage(profiles, (profile) => profile.name, request);
    return { InstanceProfiles: items.map((profile) => toInstanceProfile(profile, roles)), ...page };
  });
