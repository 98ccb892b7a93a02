import { AwsError } from "../../platform/aws-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { AccessControl } from "../../services/access-control.ts";
import { type ControlRequest, type ControlResponse, json } from "./exchange.ts";
import { SignInAttempts } from "./sign-in-attempts.ts";

/**
 * `POST /_squall/sign-in` {account, user, password}: a console password for temporary credentials, which AWS does on pages of its own
 * and by no API (docs/decisions/0008-console-sign-in.md). Whatever is wrong, the answer is the same 401, after the same time.
 */
export function createSignIn(target: {
  readonly access: Pick<AccessControl, "signIn">;
  readonly clock: Clock;
}): (request: ControlRequest) => Promise<ControlResponse> {
  const { access, clock } = target;
  const attempts = new SignInAttempts(clock);
  return async (request) => {
    const given = readGiven(await readBody(request));
    if (!given) return refusal(400, "The body must be {account, user, password}, each a text that is not empty.");
    const { account, user, password } = given;
    const attempt = attempts.begin(account, user);
    if ("waitSeconds" in attempt) {
      const { waitSeconds } = attempt;
      return refusal(429, `Too many sign-in attempts. Try again in ${waitSeconds} s.`, {
        "retry-after": String(waitSeconds),
      });
    }
    try {
      const signedIn = await access.signIn(account, user, password);
      if (!signedIn) return refusal(401, "Your authentication information is incorrect. Please try again.");
      attempt.succeeded();
      const { credentials, mustChangePassword } = signedIn;
      const body = {
        account: signedIn.account,
        passwordResetRequired: mustChangePassword,
        credentials: {
          accessKeyId: credentials.accessKeyId,
          secretAccessKey: credentials.secretAccessKey,
          sessionToken: credentials.sessionToken,
          expiration: new Date(credentials.expiresMs).toISOString(),
        },
      };
      return json(200, body, notKept);
    } finally {
      attempt.end();
    }
  };
}

const largestBodyBytes = 4_096;
const notKept = { "cache-control": "no-store" };

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): ControlResponse {
  return json(status, { message }, { ...notKept, ...headers });
}

async function readBody(request: ControlRequest): Promise<unknown> {
  try {
    return JSON.parse((await request.body(largestBodyBytes)).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AwsError) return undefined;
    throw error;
  }
}

function readGiven(body: unknown): { account: string; user: string; password: string } | undefined {
  const { account, user, password } = (body ?? {}) as Partial<Record<string, unknown>>;
  const texts = [account, user, password];
  if (!texts.every((text) => typeof text === "string" && text !== "" && text.length <= 256)) return undefined;
  return { account, user, password } as { account: string; user: string; password: string };
}
