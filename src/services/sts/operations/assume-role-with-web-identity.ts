import { parseArn } from "../../../platform/arn.ts";
import type { Principal } from "../../principal.ts";
import { notAuthorizedToAssume, notSupported, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StsContext, StsOperation } from "../operation.ts";
import { checkRoleDuration, toRoleSession } from "../sessions/role-session.ts";
import { checkPackedSize, readSessionPolicies } from "../sessions/session-policies.ts";
import { toSessionTags } from "../sessions/session-tags.ts";
import { toCredentials } from "../sessions/to-credentials.ts";
import { type CheckedToken, checkToken } from "../web-identity/check-token.ts";
import { parseWebToken } from "../web-identity/identity-token.ts";

/** Temporary credentials of a role for who holds an identity provider's token. The call is not signed: the token is the proof. */
export const assumeRoleWithWebIdentity: StsOperation<"AssumeRoleWithWebIdentity"> = async (input, context) => {
  const { RoleArn, RoleSessionName, WebIdentityToken } = input;
  if (input.ProviderId !== undefined) throw notSupported("OAuth 2.0 access tokens (ProviderId), only OpenID Connect");
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(RoleArn)) throw validationError("Request ARN is invalid");
  const token = await checkToken(parseWebToken(WebIdentityToken), RoleArn, context);
  const role = await context.host.access.findRole(RoleArn);
  if (!role) throw notAuthorizedToAssume();
  await checkTrust(token, RoleArn, role.trustPolicy, context);
  const durationSeconds = input.DurationSeconds ?? limits.assumeRoleDefaultDuration;
  checkRoleDuration(durationSeconds, role, undefined);
  const sessionPolicies = await readSessionPolicies(input, context);
  const { principal_tags: tags = {}, transitive_tag_keys } = token.claims["https://aws.amazon.com/tags"] ?? {};
  const tagList = Object.entries(tags).map(([Key, value]) => ({ Key, Value: [value].flat()[0] ?? "" }));
  const { sessionTags, transitiveTagKeys } = toSessionTags(tagList, transitive_tag_keys);
  const sourceIdentity = token.claims["https://aws.amazon.com/source_identity"];
  const PackedPolicySize = checkPackedSize(sessionPolicies, sessionTags);
  const principal = toRoleSession(role, RoleSessionName, {
    sessionPolicies,
    sessionTags,
    transitiveTagKeys,
    sourceIdentity,
    federatedProvider: token.providerArn,
  });
  return {
    Credentials: toCredentials(await context.host.access.issueSession(principal, durationSeconds)),
    SubjectFromWebIdentityToken: token.claims.sub,
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize,
    Provider: token.claims.iss,
    Audience: token.audience,
    SourceIdentity: sourceIdentity,
  };
};

/** The trust policy must name the provider; its conditions see the token's claims. */
async function checkTrust(
  { providerArn, providerName, audience, claims }: CheckedToken,
  roleArn: string,
  trustPolicy: string,
  { host, region }: StsContext,
): Promise<void> {
  const account = parseArn(roleArn)?.account ?? "";
  const principal: Principal = { kind: "federated", account, arn: providerArn, userId: claims.sub };
  const key = (name: string) => `${providerName.toLowerCase()}:${name}`;
  const actions = ["sts:AssumeRoleWithWebIdentity"];
  if (claims["https://aws.amazon.com/tags"]) actions.push("sts:TagSession");
  if (claims["https://aws.amazon.com/source_identity"]) actions.push("sts:SetSourceIdentity");
  for (const action of actions) {
    const decision = await host.access.authorize({
      principal,
      action,
      resource: roleArn,
      resourceAccount: account,
      resourcePolicy: trustPolicy,
      conditions: {
        "aws:federatedprovider": [providerArn],
        "aws:requestedregion": [region],
        [key("aud")]: [audience],
        [key("sub")]: [claims.sub],
        [key("oaud")]: [claims.aud].flat(),
        ...(claims.amr !== undefined && { [key("amr")]: [claims.amr].flat() }),
      },
    });
    if (decision.allowed) continue;
    if (host.config.auth === "enforce") throw notAuthorizedToAssume();
    host.log.warn(
      `would be denied on AWS: ${providerArn} (${claims.sub}) is not authorized to perform: ${action} on ${roleArn}`,
    );
  }
}
