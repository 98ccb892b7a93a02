import type { Place, ServiceHost } from "../../service.ts";
import type { ClientIdentity } from "../connections/client-identity.ts";
import type { IotState } from "../state.ts";
import { type AuthorizerQuestion, identifyBy } from "./ask-authorizer.ts";
import { authorizers, defaultAuthorizer } from "./authorizer.ts";

type Asked = Omit<AuthorizerQuestion, "token" | "signature">;

/**
 * Asks the authorizer that a client names in its user name's query, its URL's or its headers (`x-amz-customauthorizer-name`), or the default one. Undefined where there is none, or it says
 * no. Source: "Connecting to AWS IoT Core by using custom authentication".
 */
export async function identifyByAuthorizer(
  at: Place,
  asked: Asked,
  { registry }: Pick<IotState, "registry">,
  host: ServiceHost,
): Promise<ClientIdentity | undefined> {
  const given = parametersOf(asked);
  const found = await registry.read(at, async (tx) => {
    const name = given.get("x-amz-customauthorizer-name") ?? (await defaultAuthorizer.find(tx));
    const authorizer = name === undefined ? undefined : await authorizers.find(tx, name);
    return name !== undefined && authorizer ? { name, authorizer } : undefined;
  });
  if (!found) return undefined;
  const { name, authorizer } = found;
  const key = authorizer.tokenKeyName?.toLowerCase();
  const question = {
    ...asked,
    token: key === undefined ? undefined : given.get(key),
    signature: given.get("x-amz-customauthorizer-signature"),
  };
  return identifyBy(at, name, authorizer, question, host);
}

/** By their names in small letters: headers, then the URL's query, then the user name's. */
function parametersOf({ http, mqtt }: Asked): ReadonlyMap<string, string> {
  const all = new Map(Object.entries(http?.headers ?? {}));
  const username = mqtt?.username ?? "";
  const queries = [http?.queryString ?? "", username.includes("?") ? username.slice(username.indexOf("?") + 1) : ""];
  for (const query of queries) for (const [key, value] of new URLSearchParams(query)) all.set(key.toLowerCase(), value);
  return all;
}
