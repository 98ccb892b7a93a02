import type { Principal } from "../../principal.ts";
import { sessionMayNotCall } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StsOperation } from "../operation.ts";
import { checkMfa } from "../sessions/check-mfa.ts";
import { toCredentials } from "../sessions/to-credentials.ts";

/**
 * Temporary credentials of the caller itself, a user or root. The console signs a key's owner in by them: as on AWS a session in the console may
 * do what its user may, IAM included, and root's is as long as a user's (docs/decisions/0008-console-sign-in.md).
 */
export const getSessionToken: StsOperation<"GetSessionToken"> = async (input, context) => {
  const { principal, host } = context;
  const isSession = principal.kind === "assumed-role" || principal.kind === "federated-user";
  if (isSession || principal.accessKeyId?.startsWith("ASIA")) throw sessionMayNotCall("GetSessionToken");
  const mfaMs = await checkMfa(input, context);
  const wanted = input.DurationSeconds ?? limits.getSessionTokenDefaultDuration;
  const isConsole = context.request?.headers["x-squall-session"] === "console";
  // For root AWS does not refuse a longer time, it shortens it.
  const duration =
    principal.kind === "root" && !isConsole ? Math.min(wanted, limits.getSessionTokenRootMaxDuration) : wanted;
  const kind = isConsole ? undefined : ("GetSessionToken" as const);
  const session: Principal = { ...principal, ...(kind && { session: kind }), ...(mfaMs !== undefined && { mfaMs }) };
  return { Credentials: toCredentials(await host.access.issueSession(session, duration)) };
};
