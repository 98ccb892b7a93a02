import type { SharedCache } from "../../../cluster/cluster.ts";
import type { AssumableRole } from "../../access-control.ts";
import { type CompiledPolicy, compilePolicy } from "../../policy-language/compile.ts";
import type { RequestKeys } from "../../policy-language/pattern.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import type { AccessKey, Account, Group, ManagedPolicy, PolicyHolder, Role, User } from "../entities/entity.ts";
import { entityStore, keyOf } from "../entities/entity-store.ts";
import { findAwsManagedPolicy } from "../managed-policies/aws-managed-policies.ts";
import { accountKey, accountKind, readAccount } from "./account.ts";

/** What decides for one principal before the resource is known. */
export interface Identity {
  readonly policies: readonly CompiledPolicy[];
  readonly boundary: CompiledPolicy | undefined;
  /** The condition keys of its tags; undefined without tags. */
  readonly tagKeys: RequestKeys | undefined;
}

/** `aws:PrincipalTag/KEY` for each tag. */
export function toTagKeys(tags: Tags): RequestKeys {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, [value]]),
  );
}

const limits = { accounts: 1_000 } as const;

/** Each account's entities, read once and kept until one of them changes. */
export class AccountSnapshots {
  readonly #snapshots: SharedCache<string, AccountSnapshot>;

  constructor(host: Pick<ServiceHost, "storage" | "clock" | "caches">) {
    this.#snapshots = host.caches.create<string, AccountSnapshot>({
      most: limits.accounts,
      kind: accountKind,
      tables: { iam_entities: undefined },
      textOf: (account) => account,
      partitionOf: accountKey,
      load: (account) => readSnapshot(host, account),
    });
  }

  of(account: string): Promise<AccountSnapshot> {
    return this.#snapshots.get(account);
  }

  async identityOf(principal: Principal): Promise<Identity> {
    const { kind, account, federatedBy } = principal;
    if (kind === "federated-user") {
      if (federatedBy?.kind === "root") return everything;
      return federatedBy ? (await this.of(account)).identityOf({ ...principal, ...federatedBy }) : noIdentity;
    }
    if (kind !== "user" && kind !== "assumed-role") return noIdentity;
    return (await this.of(account)).identityOf(principal);
  }

  /** Whether who a session stands for is still there: a user, a role, or the user who vouched for a guest. */
  async has(principal: Principal): Promise<boolean> {
    const holder = principal.federatedBy ? { ...principal, ...principal.federatedBy } : principal;
    if (holder.kind !== "user" && holder.kind !== "assumed-role") return true;
    return (await this.of(principal.account)).holderOf(holder) !== undefined;
  }
}

function readSnapshot(host: Pick<ServiceHost, "storage" | "clock">, account: string): Promise<AccountSnapshot> {
  return readAccount(host, account, async (tx) => {
    const roles = await entityStore.list(tx, "role");
    const users = await entityStore.list(tx, "user");
    const groups = await entityStore.list(tx, "group");
    const policies = await entityStore.list(tx, "policy");
    const passwordPolicy = (await entityStore.find(tx, "account", account))?.passwordPolicy;
    return new AccountSnapshot({ roles, users, groups, policies, passwordPolicy });
  });
}

/** The root's own policy, for federated users that it made. */
const everything: Identity = {
  policies: [compilePolicy('{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}')],
  boundary: undefined,
  tagKeys: undefined,
};

const noIdentity: Identity = { policies: [], boundary: undefined, tagKeys: undefined };

interface AccountEntities {
  readonly roles: readonly Role[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly policies: readonly ManagedPolicy[];
  readonly passwordPolicy: Account["passwordPolicy"];
}

class AccountSnapshot {
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #users: ReadonlyMap<string, User>;
  readonly #groups: ReadonlyMap<string, Group>;
  readonly #policies: ReadonlyMap<string, ManagedPolicy>;
  readonly #passwordPolicy: Account["passwordPolicy"];
  readonly #accessKeys = new Map<string, { user: User; key: AccessKey }>();
  readonly #identities = new Map<string, Identity>();

  constructor({ roles, users, groups, policies, passwordPolicy }: AccountEntities) {
    this.#passwordPolicy = passwordPolicy;
    this.#roles = new Map(roles.map((role) => [role.arn, role]));
    this.#users = new Map(users.map((user) => [user.arn, user]));
    this.#groups = new Map(groups.map((group) => [keyOf(group.name), group]));
    this.#policies = new Map(policies.map((policy) => [policy.arn, policy]));
    for (const user of users) for (const key of user.accessKeys) this.#accessKeys.set(key.id, { user, key });
  }

  roleByArn(arn: string): AssumableRole | undefined {
    return this.#roles.get(arn);
  }

  userByAccessKey(accessKeyId: string): { user: User; key: AccessKey } | undefined {
    return this.#accessKeys.get(accessKeyId);
  }

  /** A session outlives a role only in name: one made again under that name has another id and gives it nothing. */
  holderOf({ roleArn, arn, userId }: Principal): Role | User | undefined {
    const holder = this.#roles.get(roleArn ?? arn) ?? this.#users.get(roleArn ?? arn);
    return holder?.id === userId.split(":", 1)[0] ? holder : undefined;
  }

  identityOf(principal: Principal): Identity {
    const arn = principal.roleArn ?? principal.arn;
    const holder = this.holderOf(principal);
    if (!holder) return noIdentity;
    const known = this.#identities.get(arn);
    if (known) return known;
    const identity = this.#compile(holder);
    this.#identities.set(arn, identity);
    return identity;
  }

  #compile(holder: Role | User): Identity {
    const groups = "groups" in holder ? holder.groups.map((name) => this.#groups.get(keyOf(name))) : [];
    const documents = [holder, ...groups].flatMap((each) => (each ? this.#documentsOf(each) : []));
    if ("groups" in holder && this.#passwordPolicy?.allowUsersToChange) documents.push(changeOwnPassword(holder.arn));
    const boundary = holder.permissionsBoundary && this.#documentOf(holder.permissionsBoundary);
    return {
      policies: documents.map(compilePolicy),
      boundary: boundary ? compilePolicy(boundary) : undefined,
      tagKeys: Object.keys(holder.tags).length > 0 ? toTagKeys(holder.tags) : undefined,
    };
  }

  #documentsOf(holder: PolicyHolder): string[] {
    const attached = holder.attachedPolicies.map((arn) => this.#documentOf(arn));
    return [...Object.values(holder.inlinePolicies), ...attached.filter((document) => document !== undefined)];
  }

  #documentOf(arn: string): string | undefined {
    const policy = this.#policies.get(arn) ?? findAwsManagedPolicy(arn);
    return policy?.versions.find((version) => version.id === policy.defaultVersionId)?.document;
  }
}

/** What the password policy "Allow users to change their own password" gives. Source: "Permit IAM users to change their own passwords". */
function changeOwnPassword(userArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "iam:ChangePassword", Resource: userArn },
      { Effect: "Allow", Action: "iam:GetAccountPasswordPolicy", Resource: "*" },
    ],
  });
}
