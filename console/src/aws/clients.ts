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
}

export type ClientConstructor<C> = new (options: ClientOptions) => C;

/** One client of each kind for a session; `onExpired` is told when the server says that the session is over. */
export function createClients(
  credentials: Credentials,
  region: string,
  onExpired?: () => void,
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
  };
  return <C>(Kind: ClientConstructor<C>) => {
    if (!made.has(Kind)) {
      const client = new Kind(options);
      if (onExpired) watchExpiry(client as Watchable, onExpired);
      made.set(Kind, client);
    }
    return made.get(Kind) as C;
  };
}

type Next = (args: unknown) => Promise<unknown>;

/** What all of the SDK's clients are. */
interface Watchable {
  readonly middlewareStack: { add(middleware: (next: Next) => Next, options: { step: "initialize" }): void };
}

function watchExpiry({ middlewareStack }: Watchable, onExpired: () => void): void {
  const watch = (next: Next) => async (args: unknown) => {
    try {
      return await next(args);
    } catch (error) {
      if (isExpired(error)) onExpired();
      throw error;
    }
  };
  middlewareStack.add(watch, { step: "initialize" });
}
