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

/** One client of each kind for a session. */
export function createClients(credentials: Credentials, region: string): <C>(Kind: ClientConstructor<C>) => C {
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
    if (!made.has(Kind)) made.set(Kind, new Kind(options));
    return made.get(Kind) as C;
  };
}
