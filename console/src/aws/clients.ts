import { cloudNowMs } from "../text/cloud-clock.ts";
import { type CallLog, toLogged } from "./call-log.ts";
import { isExpired } from "./errors.ts";
import type { Credentials } from "./session.ts";

/** What every client of the console is made with: the server that served the page, and nothing in between. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
  readonly disableHostPrefix: boolean;
  /** A queue's URL may name another host of this server, which the page's origin may not ask. */
  readonly useQueueUrlAsEndpoint: boolean;
}

export type ClientConstructor<C> = new (options: ClientOptions) => C;

/** One client of each kind for a session; `onExpired` is told when the server says that the session is over, `log` of every call. */
export function createClients(
  credentials: Credentials,
  region: string,
  onExpired?: () => void,
  log?: CallLog,
): <C>(Kind: ClientConstructor<C>) => C {
  const made = new Map<unknown, unknown>();
  const options: ClientOptions = {
    endpoint: window.location.origin,
    region,
    credentials: { ...credentials },
    // A page refreshes by itself, so a retry would only delay the error's text.
    maxAttempts: 1,
    forcePathStyle: true,
    disableHostPrefix: true,
    useQueueUrlAsEndpoint: false,
  };
  return <C>(Kind: ClientConstructor<C>) => {
    if (!made.has(Kind)) {
      const client = new Kind(options);
      askQuietly(client as Watchable);
      if (onExpired) watchExpiry(client as Watchable, onExpired);
      if (log) noteCalls(client as Watchable, log);
      made.set(Kind, client);
    }
    return made.get(Kind) as C;
  };
}

type Next<A, O> = (args: A) => Promise<O>;

/** What the SDK knows of a call: `GetQueueUrlCommand`. */
interface CallContext {
  readonly commandName?: string;
  readonly clientName?: string;
}

interface Exchange {
  readonly request: { readonly headers: Record<string, string> };
}

interface Answered {
  readonly response: { statusCode: number; readonly headers: Readonly<Record<string, string>> };
}

/** What all of the SDK's clients are. */
interface Watchable {
  readonly middlewareStack: {
    add<A, O>(middleware: (next: Next<A, O>, context: CallContext) => Next<A, O>, options: object): void;
  };
}

/**
 * That something is not there, or not built, is an answer that pages ask for; browsers would write each to their console as an error. So
 * these statuses are asked for in a header (docs/decisions/0027-quiet-answers.md), and put back before the SDK looks. Services that speak JSON say with 400
 * that something is not there, and AWS IoT of a rule with 401.
 */
function askQuietly({ middlewareStack }: Watchable): void {
  middlewareStack.add<Exchange, Answered>(
    (next, { commandName = "" }) =>
      async (args) => {
        const asksForOne = /^(?:Get|Describe)/.test(commandName);
        args.request.headers["x-squall-quiet"] = asksForOne ? "400,401,404,501" : "404,501";
        const answered = await next(args);
        const status = answered.response.headers["x-squall-status"];
        if (status !== undefined) answered.response.statusCode = Number(status);
        return answered;
      },
    // Behind the signer, and before what reads the answer.
    { step: "deserialize", priority: "low", name: "quietAnswers" },
  );
}

/** Asks GetSessionToken for a session of the console, which may do what its owner may. The header is signed with the rest. */
export function askForConsoleSession({ middlewareStack }: Watchable): void {
  middlewareStack.add<Exchange, unknown>(
    (next) => (args) => {
      args.request.headers["x-squall-session"] = "console";
      return next(args);
    },
    { step: "build", name: "consoleSession" },
  );
}

/** What is read in the background is noted like the rest: the log keeps the same call once. */
function noteCalls({ middlewareStack }: Watchable, log: CallLog): void {
  middlewareStack.add<{ readonly input: object }, unknown>(
    (next, { clientName = "", commandName = "" }) =>
      async (args) => {
        // Before the client's own steps add to it.
        const input = toLogged(args.input) as Record<string, unknown>;
        const note = (isFailed: boolean) =>
          log.record({
            service: clientName.replace(/Client$/, ""),
            operation: commandName.replace(/Command$/, ""),
            input,
            atMs: cloudNowMs(),
            isFailed,
            page: window.location.pathname,
          });
        try {
          const answer = await next(args);
          note(false);
          return answer;
        } catch (error) {
          note(true);
          throw error;
        }
      },
    { step: "initialize", priority: "high" },
  );
}

function watchExpiry({ middlewareStack }: Watchable, onExpired: () => void): void {
  middlewareStack.add<unknown, unknown>(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (isExpired(error)) onExpired();
        throw error;
      }
    },
    { step: "initialize" },
  );
}
