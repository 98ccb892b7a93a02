import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { toInstanceProfile } from "../instance-profile.ts";
import { toPage } from "../page.ts";
import type { IamOperation } from "../service-context.ts";

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
