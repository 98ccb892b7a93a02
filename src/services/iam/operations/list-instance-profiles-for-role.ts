import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { toInstanceProfile } from "../instance-profiles/instance-profile.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

export const listInstanceProfilesForRole: IamOperation<"ListInstanceProfilesForRole"> = async (
  { RoleName, ...request },
  context,
) =>
  viewAccount(context, async (tx) => {
    const role = await findHolder(tx, "role", RoleName);
    const profiles = (await entityStore.list(tx, "instanceProfile")).filter(({ roleName }) => roleName === role.name);
    const { items, ...page } = toPage(profiles, (profile) => profile.name, request);
    return { InstanceProfiles: items.map((profile) => toInstanceProfile(profile, [role])), ...page };
  });
