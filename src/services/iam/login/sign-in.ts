import type { AccessControl, SignedIn } from "../../access-control.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { changeAccountOf, glanceAtAccount } from "../accounts/account.ts";
import { findAccountByAlias } from "../accounts/account-alias.ts";
import type { LoginProfile, PasswordPolicy, User } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { isPasswordOf } from "./password-hash.ts";
import { expiryOf } from "./password-policy.ts";

/** How long a console session lasts. Source: "AWS Management Console", sign-in as an IAM user. */
const sessionSeconds = 12 * 60 * 60;
/** Time to choose a password. */
const changeSessionSeconds = 15 * 60;

/**
 * What somebody who must change the password may do: change it, and learn the rules for it. The denial holds against resource
 * policies that name the user, too, which a session policy alone does not narrow.
 */
const changeActions = ["iam:ChangePassword", "iam:GetAccountPasswordPolicy"];
const changePasswordOnly = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: changeActions, Resource: "*" },
    { Effect: "Deny", NotAction: changeActions, Resource: "*" },
  ],
});

type Host = Pick<ServiceHost, "storage" | "clock">;

/** Exchanges a user's password for credentials; undefined for whatever is wrong, after the same time. `account` is an id or an alias. */
export async function signInWith(
  host: Host,
  access: Pick<AccessControl, "issueSession" | "forget">,
  { account, userName, password }: { account: string; userName: string; password: string },
): Promise<SignedIn | undefined> {
  const id = /^\d{12}$/.test(account) ? account : await findAccountByAlias(host.storage, account);
  const found = id === undefined ? undefined : await findLogin(host, id, userName);
  const isRight = await isPasswordOf(found?.user.loginProfile?.passwordHash, password);
  if (!isRight || id === undefined || !found?.user.loginProfile) return undefined;
  const { user, policy } = found;
  const state = stateOf(user.loginProfile as LoginProfile, policy, host.clock.nowMs());
  if (state === "expired") return undefined;
  const mustChangePassword = state === "must change";
  const principal: Principal = {
    kind: "user",
    account: id,
    arn: user.arn,
    userId: user.id,
    ...(mustChangePassword && { sessionPolicies: [changePasswordOnly] }),
  };
  const seconds = mustChangePassword ? changeSessionSeconds : sessionSeconds;
  const credentials = await access.issueSession(principal, seconds);
  await noteUse(host, id, user);
  return { account: id, credentials, mustChangePassword };
}

async function findLogin({ storage }: Host, account: string, userName: string) {
  return glanceAtAccount(storage, account, async (tx) => {
    const user = await entityStore.find(tx, "user", userName);
    return user && { user, policy: (await entityStore.find(tx, "account", account))?.passwordPolicy };
  });
}

function stateOf(
  { resetRequired, changedMs }: LoginProfile,
  policy: PasswordPolicy | undefined,
  nowMs: number,
): "good" | "must change" | "expired" {
  const isPast = nowMs >= (expiryOf(policy, changedMs) ?? Number.POSITIVE_INFINITY);
  if (isPast && policy?.hardExpiry) return "expired";
  return resetRequired || isPast ? "must change" : "good";
}

/** `PasswordLastUsed` of GetUser. */
async function noteUse(host: Host, account: string, { name, id }: User) {
  const passwordLastUsedMs = host.clock.nowMs();
  await changeAccountOf(host, account, async (tx) => {
    const user = await entityStore.find(tx, "user", name);
    if (user?.id === id) await entityStore.put(tx, "user", { ...user, passwordLastUsedMs });
  });
}
