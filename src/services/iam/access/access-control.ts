import { parseArn } from "../../../platform/arn.ts";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import { alphabets } from "../../../platform/random.ts";
import type { AccessControl, AuthorizationRequest, Decision, FoundCredentials } from "../../access-control.ts";
import { type CompiledPolicy, compilePolicy } from "../../policy-language/compile.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { readAccount } from "../accounts/account.ts";
import { AccountSnapshots, type Identity, toTagKeys } from "../accounts/account-snapshot.ts";
import { entityStore } from "../entities/entity-store.ts";
import { signInWith } from "../login/sign-in.ts";
import { isCodeOf } from "../mfa/totp.ts";
import { evaluate, type PolicySet } from "../policy/evaluate.ts";
import { accountOfAccessKeyId, createAccessKeyId } from "../users/access-key-id.ts";
import { LastUses } from "./last-uses.ts";
import { SessionSeal } from "./session-seal.ts";

/** How many texts of resource and session policies, and how many opened tokens, are kept in their usable form. */
const cacheLimits = { policies: 10_000, sessions: 10_000 } as const;

/** Makes the one that answers for all accounts, from the IAM entities in storage. */
export function createAccessControl(host: Pick<ServiceHost, "storage" | "caches" | "clock" | "random">): AccessControl {
  const snapshots = new AccountSnapshots(host);
  const seal = new SessionSeal(host, cacheLimits.sessions);
  const compiled = new BoundedCache<string, CompiledPolicy>(cacheLimits.policies);
  const uses = new LastUses(host);
  const compile = (json: string) => compiled.get(json) ?? compiled.set(json, compilePolicy(json));

  const access: AccessControl = {
    findCredentials: async (accessKeyId, sessionToken) => {
      if (sessionToken !== undefined) {
        const found = await seal.open(accessKeyId, sessionToken);
        return found && !(await snapshots.has(found.principal)) ? { ...found, isRevoked: true } : found;
      }
      return findAccessKey(snapshots, accessKeyId);
    },
    authorize: async (request) => {
      const { principal, resourcePolicy } = request;
      noteUse(uses, request);
      if (principal.kind === "federated-user" && request.action.startsWith("iam:")) return federatedUsersMayNot;
      const identity = await snapshots.identityOf(principal);
      const policies: PolicySet = {
        identity: identity.policies,
        boundary: identity.boundary,
        session: principal.sessionPolicies?.map(compile) ?? [],
        resource: resourcePolicy === undefined ? undefined : compile(resourcePolicy),
      };
      return evaluate(withTagKeys(request, identity), policies);
    },
    findRole: async (roleArn) => {
      const arn = parseArn(roleArn);
      if (arn?.service !== "iam" || !/^\d{12}$/.test(arn.account)) return undefined;
      return (await snapshots.of(arn.account)).roleByArn(roleArn);
    },
    issueSession: async (principal, durationSeconds) => {
      const accessKeyId = createAccessKeyId("ASIA", principal.account, host.random);
      const secretAccessKey = host.random.text(40, secretAlphabet);
      // AWS tells expiry in whole seconds.
      const expiresMs = Math.floor(host.clock.nowMs() / 1000 + durationSeconds) * 1000;
      const sessionToken = await seal.close({ principal: { ...principal, accessKeyId }, secretAccessKey, expiresMs });
      return { accessKeyId, secretAccessKey, sessionToken, expiresMs };
    },
    isMfaCode: async (user, serialNumber, code) => {
      const device = await readAccount(host, user.account, (tx) => entityStore.find(tx, "mfaDevice", serialNumber));
      const isTheirs = user.kind === "user" && device?.owner?.user === user.arn.slice(user.arn.lastIndexOf("/") + 1);
      return isTheirs && device?.seed !== undefined && isCodeOf(device.seed, code, host.clock.nowMs());
    },
    lastUses: (account, identity) => uses.of(account, identity),
    close: () => uses.flush(),
    accountOfAccessKey: accountOfAccessKeyId,
    forget: () => {
      seal.forget();
      uses.forget();
    },
    signIn: (account, userName, password) => signInWith(host, access, { account, userName, password }),
  };
  return access;
}

/** Source: "GetFederationToken", which says that its credentials call no operation of IAM. */
const federatedUsersMayNot: Decision = { allowed: false, reason: "" };

export const secretAlphabet = `${alphabets.base62}+/`;

/** A user's key and the user, or a session's role. The root's and the services' calls are nobody's in IAM. */
function noteUse(uses: LastUses, { principal, action, conditions }: AuthorizationRequest): void {
  const { kind, account, accessKeyId, userId } = principal;
  if (kind !== "user" && kind !== "assumed-role") return;
  const service = action.slice(0, action.indexOf(":"));
  const region = conditions["aws:requestedregion"]?.[0] ?? "";
  uses.note(account, userId.split(":", 1)[0] ?? userId, service, region);
  if (accessKeyId?.startsWith("AKIA")) uses.note(account, accessKeyId, service, region);
}

async function findAccessKey(snapshots: AccountSnapshots, accessKeyId: string): Promise<FoundCredentials | undefined> {
  const account = accountOfAccessKeyId(accessKeyId);
  if (account === undefined || !accessKeyId.startsWith("AKIA")) return undefined;
  const found = (await snapshots.of(account)).userByAccessKey(accessKeyId);
  if (found?.key.status !== "Active") return undefined;
  const { user, key } = found;
  const principal: Principal = { kind: "user", account, arn: user.arn, userId: user.id, accessKeyId };
  return { secretAccessKey: key.secret, principal, expired: false };
}

/** Adds `aws:PrincipalTag/…`. Few identities have tags, and those without cost nothing. */
function withTagKeys(request: AuthorizationRequest, { tagKeys }: Identity): AuthorizationRequest {
  const { sessionTags } = request.principal;
  if (!tagKeys && !sessionTags) return request;
  return { ...request, conditions: { ...tagKeys, ...toTagKeys(sessionTags ?? {}), ...request.conditions } };
}
