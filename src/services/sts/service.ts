import { type AccessRules, defineService } from "../service.ts";
import { assumeRole } from "./operations/assume-role.ts";
import { getAccessKeyInfo } from "./operations/get-access-key-info.ts";
import { getCallerIdentity } from "./operations/get-caller-identity.ts";
import { getSessionToken } from "./operations/get-session-token.ts";
import type { Sts } from "./service-context.ts";

/** Source: "Actions, resources, and condition keys for AWS Security Token Service". */
const accessRules: AccessRules<Sts> = {
  prefix: "sts",
  resource: (_operation, input) => (typeof input.RoleArn === "string" ? input.RoleArn : "*"),
  conditions: (_operation, { ExternalId, RoleSessionName, Tags }) => ({
    ...(typeof ExternalId === "string" && { "sts:externalid": [ExternalId] }),
    ...(typeof RoleSessionName === "string" && { "sts:rolesessionname": [RoleSessionName] }),
    ...(Array.isArray(Tags) && Tags.length > 0 && toTagConditions(Tags)),
  }),
  resourcePolicy: async (operation, { RoleArn }, _at, host) => {
    if (needsNoPermission.has(operation)) return everybodyMay;
    return typeof RoleArn === "string" ? (await host.access.findRole(RoleArn))?.trustPolicy : undefined;
  },
};

/** The tags a request brings: `aws:RequestTag/KEY` and all the keys. */
function toTagConditions(tags: readonly { readonly Key: string; readonly Value: string }[]) {
  return Object.fromEntries([
    ["aws:tagkeys", tags.map(({ Key }) => Key)],
    ...tags.map(({ Key, Value }) => [`aws:requesttag/${Key.toLowerCase()}`, [Value]]),
  ]);
}

/** Anybody may ask who they are, and a user may always have a session of its own. */
const needsNoPermission = new Set(["GetCallerIdentity", "GetSessionToken"]);
const everybodyMay = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: ["sts:GetCallerIdentity", "sts:GetSessionToken"] }],
});

/** Temporary credentials. It keeps nothing: a session token carries its session (`AccessControl.issueSession`). */
export const sts = defineService<Sts>({
  name: "sts",
  migrations: [],
  access: accessRules,
  create: () => undefined,
  operations: {
    AssumeRole: assumeRole,
    GetAccessKeyInfo: getAccessKeyInfo,
    GetCallerIdentity: getCallerIdentity,
    GetSessionToken: getSessionToken,
  },
});
