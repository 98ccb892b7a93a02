import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { AssumedRole, RoleSessions, RoleToAssume, ServiceHost } from "../service-host.ts";
import { assumeRole } from "./assume-role.ts";

interface Kept {
  readonly session: Promise<AssumedRole>;
  /** Of the role as it was: one that is made anew, or trusts others now, is assumed anew. */
  readonly role: string;
  /** Unknown while it is being assumed. */
  endsMs: number;
}

/** Sessions kept: as many sources as send in roles' names at a time. */
const mostSessions = 10_000;

/** A session is renewed so long before it ends, unless who asks needs it longer. */
const marginMs = 5 * 60_000;

/**
 * Roles that services act as: each is assumed once for all that is done in its name for one source, until shortly before its session ends. What the role may do is
 * asked with each call, so a permission that is taken away is gone at once; so is a role that is deleted, or does not trust the service any more.
 */
export function createRoleSessions(host: Pick<ServiceHost, "call" | "clock" | "access" | "config">): RoleSessions {
  const sessions = new BoundedCache<string, Kept>(mostSessions);
  return {
    async get(asked, neededMs = marginMs) {
      const found = await host.access.findRole(asked.role);
      const role = found ? `${found.id} ${found.maxSessionDurationSeconds} ${found.trustPolicy}` : "";
      const key = keyOf(asked);
      const known = sessions.get(key);
      if (known && known.role === role && known.endsMs - host.clock.nowMs() > neededMs) return known.session;
      const kept: Kept = { session: assumeRole(host, asked), role, endsMs: Number.POSITIVE_INFINITY };
      sessions.set(key, kept);
      try {
        kept.endsMs = (await kept.session).expiresAtMs;
      } catch (error) {
        if (sessions.get(key) === kept) sessions.delete(key);
        throw error;
      }
      return kept.session;
    },
  };
}

function keyOf({ account, region, role, sessionName, service, sourceArn = "" }: RoleToAssume): string {
  return [account, region, role, sessionName, service, sourceArn].join(" ");
}
