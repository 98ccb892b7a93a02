import { partitionOf } from "../../platform/arn.ts";
import type { Principal } from "../principal.ts";
import type { AccessRules, FurtherRule } from "../service.ts";
import { sessionMayNotCall } from "./errors.ts";
import type { Sts } from "./model.ts";

/** What a session has of its caller goes on to the sessions that it makes. Source: "Passing session tags", "Monitor and control actions", chaining. */
const handsOn: FurtherRule = (_roleArn, _input, { principal: { transitiveTagKeys, sourceIdentity } }) => [
  ...(transitiveTagKeys?.length ? [{ action: "sts:TagSession" }] : []),
  ...(sourceIdentity === undefined ? [] : [{ action: "sts:SetSourceIdentity" }]),
];

/** Source: "Actions, resources, and condition keys for AWS Security Token Service". */
export const accessRules: AccessRules<Sts> = {
  prefix: "sts",
  // From the trust policy, too.
  also: {
    AssumeRole: { Tags: "sts:TagSession", SourceIdentity: "sts:SetSourceIdentity", RoleArn: handsOn },
    GetFederationToken: { Tags: "sts:TagSession" },
  },
  resource: (_operation, input, { account, region }) => {
    if (typeof input.Name === "string")
      return `arn:${partitionOf(region)}:sts::${account}:federated-user/${input.Name}`;
    return typeof input.RoleArn === "string" ? input.RoleArn : "*";
  },
  refusal: (operation, principal) =>
    sessionOperations(principal)?.has(operation) === false ? sessionMayNotCall(operation) : undefined,
  // The bearer of a token has no credentials to check: the operation asks the trust policy about the token.
  selfChecked: ["AssumeRoleWithWebIdentity"],
  conditions: (_operation, { ExternalId, RoleSessionName, TransitiveTagKeys, SourceIdentity, TokenCode }) => ({
    ...(Array.isArray(TransitiveTagKeys) && { "sts:transitivetagkeys": TransitiveTagKeys }),
    ...(typeof SourceIdentity === "string" && { "sts:sourceidentity": [SourceIdentity] }),
    // Whether it is the device's code, the operation checks before it gives anything.
    ...(typeof TokenCode === "string" && {
      "aws:multifactorauthpresent": ["true"],
      "aws:multifactorauthage": ["0"],
    }),
    ...(typeof ExternalId === "string" && { "sts:externalid": [ExternalId] }),
    ...(typeof RoleSessionName === "string" && { "sts:rolesessionname": [RoleSessionName] }),
  }),
  resourcePolicy: async (operation, { RoleArn }, _at, host) => {
    if (needsNoPermission.has(operation)) return everybodyMay;
    return typeof RoleArn === "string" ? (await host.access.findRole(RoleArn))?.trustPolicy : undefined;
  },
};

/** All that a session may call; undefined for who may call anything. A web identity's token needs no credentials, so theirs don't count. */
function sessionOperations({ kind, session }: Principal): ReadonlySet<string> | undefined {
  if (kind === "federated-user") return federatedUsersMay;
  return session === "GetSessionToken" ? sessionsMay : undefined;
}

/** Source: "Compare AWS STS credentials", what each may call. */
const federatedUsersMay: ReadonlySet<string> = new Set(["GetCallerIdentity", "AssumeRoleWithWebIdentity"]);
const sessionsMay: ReadonlySet<string> = new Set([
  ...federatedUsersMay,
  "AssumeRole",
  "TagSession",
  "SetSourceIdentity",
]);

/** Anybody may ask who they are, and a user may always have a session of its own. */
const needsNoPermission = new Set(["GetCallerIdentity", "GetSessionToken"]);
const everybodyMay = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: ["sts:GetCallerIdentity", "sts:GetSessionToken"] }],
});
