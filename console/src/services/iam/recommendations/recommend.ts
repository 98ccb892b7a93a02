import type { AccessKeyMetadata, User } from "@aws-sdk/client-iam";

/** A user with what security depends on. */
export interface UserFacts {
  readonly user: User;
  readonly keys: readonly (AccessKeyMetadata & { readonly lastUsed: Date | undefined })[];
  readonly hasMfa: boolean;
}

export interface Recommendation {
  readonly text: string;
  readonly user: string;
}

const dayMs = 86_400_000;
const oldDays = 90;

/** Source: "Security best practices in IAM". */
export function recommend(users: readonly UserFacts[], nowMs: number): Recommendation[] {
  return users.flatMap(({ user: { UserName: user = "", PasswordLastUsed }, keys, hasMfa }) => {
    const found: Recommendation[] = [];
    if (PasswordLastUsed && !hasMfa) found.push({ user, text: "signs in to the console without a second factor" });
    for (const { AccessKeyId, Status, CreateDate, lastUsed } of keys) {
      const ageDays = Math.floor((nowMs - (CreateDate?.getTime() ?? nowMs)) / dayMs);
      const unusedDays = Math.floor((nowMs - (lastUsed ?? CreateDate ?? new Date(nowMs)).getTime()) / dayMs);
      if (Status !== "Active") continue;
      if (unusedDays > oldDays)
        found.push({ user, text: `has the access key ${AccessKeyId}, unused for ${unusedDays} days` });
      else if (ageDays > oldDays) found.push({ user, text: `has the access key ${AccessKeyId}, ${ageDays} days old` });
    }
    if (keys.filter(({ Status }) => Status === "Active").length > 1)
      found.push({ user, text: "has two active access keys" });
    return found;
  });
}
