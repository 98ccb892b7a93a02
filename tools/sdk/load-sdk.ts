import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Services whose client is made here, of the SDK's parts and AWS's model; all others have a package of their own. */
export const ownClients: readonly string[] = ["rbin"];

/** Where TypeScript finds a service's client, from the project's root. */
export function clientModule(service: string): string {
  return ownClients.includes(service) ? `tools/sdk/${service}/index.ts` : `@aws-sdk/client-${service}`;
}

/** The package as it is required: importing 25 of them takes seconds, and the types are of no use here. */
export function loadSdk(service: string): Readonly<Record<string, unknown>> {
  const path = ownClients.includes(service) ? `./${service}/index.ts` : `@aws-sdk/client-${service}`;
  return require(path) as Readonly<Record<string, unknown>>;
}
