import type { AccessControl } from "../../access-control.ts";
import { viewAccount } from "../accounts/account.ts";
import type { AccessKey, PasswordPolicy, User } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import type { IamContext } from "../operation.ts";

/** Who has which credentials, as CSV. Source: "Generate credential reports for your AWS account". */
export async function createCredentialReport(context: IamContext): Promise<string> {
  const { users, devices, policy, createdMs } = await viewAccount(context, async (tx) => ({
    users: await entityStore.list(tx, "user"),
    devices: await entityStore.list(tx, "mfaDevice"),
    policy: (await entityStore.find(tx, "account", context.account))?.passwordPolicy,
    createdMs: Math.min(
      ...(await entityStore.list(tx, "role")).map((role) => role.createdMs),
      context.host.clock.nowMs(),
    ),
  }));
  const withDevice = new Set(devices.map(({ owner }) => owner?.user));
  const lines = [columns.join(","), rootLine(context, createdMs)];
  for (const user of users) lines.push(await userLine(user, withDevice.has(user.name), policy, context));
  return `${lines.join("\n")}`;
}

const columns = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_1_last_used_date",
  "access_key_1_last_used_region",
  "access_key_1_last_used_service",
  "access_key_2_active",
  "access_key_2_last_rotated",
  "access_key_2_last_used_date",
  "access_key_2_last_used_region",
  "access_key_2_last_used_service",
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
];

const none = "N/A";

/** The root has neither password nor keys of its own in IAM. */
function rootLine(context: IamContext, createdMs: number): string {
  const keys = ["false", none, none, none, none];
  const certificates = ["false", none];
  return [
    "<root_account>",
    iamArn(context, "root"),
    toTime(createdMs),
    "not_supported",
    "no_information",
    "not_supported",
    "not_supported",
    "false",
    ...keys,
    ...keys,
    ...certificates,
    ...certificates,
  ].join(",");
}

async function userLine(
  user: User,
  hasDevice: boolean,
  policy: PasswordPolicy | undefined,
  { account, state }: IamContext,
): Promise<string> {
  const { loginProfile, accessKeys, signingCertificates = [] } = user;
  const lastChange = loginProfile?.changedMs;
  const rotation = lastChange !== undefined && policy?.maxAgeDays ? lastChange + policy.maxAgeDays * dayMs : undefined;
  return [
    user.name,
    user.arn,
    toTime(user.createdMs),
    String(loginProfile !== undefined),
    loginProfile ? (user.passwordLastUsedMs === undefined ? "no_information" : toTime(user.passwordLastUsedMs)) : none,
    toTime(lastChange),
    toTime(rotation),
    String(hasDevice),
    ...(await keyColumns(accessKeys[0], account, state)),
    ...(await keyColumns(accessKeys[1], account, state)),
    ...[0, 1].flatMap((index) => {
      const certificate = signingCertificates[index];
      return [String(certificate?.status === "Active"), toTime(certificate?.uploadedMs)];
    }),
  ].join(",");
}

const dayMs = 86_400_000;

async function keyColumns(key: AccessKey | undefined, account: string, access: AccessControl): Promise<string[]> {
  if (!key) return ["false", none, none, none, none];
  const [last] = await access.lastUses(account, key.id);
  return [
    String(key.status === "Active"),
    toTime(key.createdMs),
    toTime(last?.usedMs),
    last?.region ?? none,
    last?.service ?? none,
  ];
}

function toTime(timeMs: number | undefined): string {
  return timeMs === undefined ? none : new Date(timeMs).toISOString().replace(/\.\d+Z$/, "+00:00");
}
