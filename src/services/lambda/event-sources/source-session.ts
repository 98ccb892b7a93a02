import type { CallOptions, ServiceHost } from "../../service-host.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { assumeFunctionRole, type RoleSession } from "../invocation/role-session.ts";

/** A session is renewed so long before it ends. */
const marginMs = 5 * 60_000;

/** In whose name a source is read: the function's role, assumed anew when the session ends, or when the function has another. */
export function createSourceSession(
  host: ServiceHost,
  find: () => Promise<FunctionRecord>,
): () => Promise<CallOptions> {
  let role = "";
  let session: Promise<RoleSession> | undefined;
  let renewMs = 0;
  return async () => {
    const record = await find();
    if (!session || record.configuration.role !== role || host.clock.nowMs() >= renewMs) {
      role = record.configuration.role;
      renewMs = Number.POSITIVE_INFINITY;
      const assumed = assumeFunctionRole(host, record);
      session = assumed;
      assumed.then(
        ({ expiresAtMs }) => {
          renewMs = expiresAtMs - marginMs;
        },
        () => {
          session = undefined;
        },
      );
    }
    return (await session).as;
  };
}
