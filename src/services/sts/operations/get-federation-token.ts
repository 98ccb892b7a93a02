import { partitionOf } from "../../../platform/arn.ts";
import type { Principal } from "../../principal.ts";
import { sessionMayNotCall } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StsOperation } from "../operation.ts";
import { checkPackedSize, readSessionPolicies } from "../sessions/session-policies.ts";
import { toSessionTags } from "../sessions/session-tags.ts";
import { toCredentials } from "../sessions/to-credentials.ts";

/** A session without rights: what its policies do not give, nobody gives it. */
const nothing = JSON.stringify({ Version: "2012-10-17", Statement: [] });

/** Temporary credentials for somebody whom a user or root vouches for. They may what both the user and the policies given allow. */
export const getFederationToken: StsOperation<"GetFederationToken"> = async (input, context) => {
  const { principal: caller, host, account, region } = context;
  if (caller.kind === "assumed-role" || caller.accessKeyId?.startsWith("ASIA"))
    throw sessionMayNotCall("GetFederationToken");
  const RoleArn = `arn:${partitionOf(region)}:iam::${account}:root`;
  const sessionPolicies = await readSessionPolicies({ ...input, RoleArn }, context);
  const { sessionTags } = toSessionTags(input.Tags);
  const principal: Principal = {
    kind: "federated-user",
    account,
    arn: `arn:${partitionOf(region)}:sts::${account}:federated-user/${input.Name}`,
    userId: `${account}:${input.Name}`,
    federatedBy: { kind: caller.kind, arn: caller.arn, userId: caller.userId },
    sessionPolicies: sessionPolicies ?? [nothing],
    sessionTags,
  };
  const wanted = input.DurationSeconds ?? limits.getSessionTokenDefaultDuration;
  const duration = caller.kind === "root" ? Math.min(wanted, limits.getSessionTokenRootMaxDuration) : wanted;
  return {
    Credentials: toCredentials(await host.access.issueSession(principal, duration)),
    FederatedUser: { FederatedUserId: principal.userId, Arn: principal.arn },
    PackedPolicySize: checkPackedSize(sessionPolicies, sessionTags) ?? 0,
  };
};
