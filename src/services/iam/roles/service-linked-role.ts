import type { Role } from "../entities/entity.ts";

/** Roles that AWS alone may change. */
export function isServiceLinked(role: Pick<Role, "path">): boolean {
  return role.path.startsWith("/aws-service-role/");
}
