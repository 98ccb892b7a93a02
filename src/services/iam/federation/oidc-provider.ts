import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { changeAccount } from "../accounts/account.ts";
import type { OidcProvider } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { oidcProviderNotFound, quotaExceeded, tooManyThumbprints, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamContext } from "../operation.ts";
import type { TaggedName } from "../tags/tagged-entity.ts";

/** The issuer without its scheme, which names the provider. Throws for what is no `https://` URL. */
export function toProviderName(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw validationError("Invalid Open ID Connect Provider URL");
  }
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:")
    throw validationError("Invalid Open ID Connect Provider URL");
  return `${parsed.host}${parsed.pathname === "/" ? "" : parsed.pathname}`;
}

export function checkClientIds(clientIds: readonly string[]): void {
  const limit = limits.ClientIdsPerOpenIdConnectProvider;
  if (clientIds.length > limit) throw quotaExceeded("ClientIdsPerOpenIdConnectProvider", limit);
}

export function checkThumbprints(thumbprints: readonly string[]): void {
  if (thumbprints.length > limits.ThumbprintsPerOpenIdConnectProvider) throw tooManyThumbprints();
}

export async function findOidcProvider(tx: ReadTransaction, arn: string): Promise<OidcProvider> {
  return (await entityStore.find(tx, "oidcProvider", nameOf(arn))) ?? fail(oidcProviderNotFound(arn));
}

/** Changes one provider; `change` gives the members that differ. */
export function changeOidcProvider(
  context: IamContext,
  arn: string,
  change: (provider: OidcProvider) => Partial<OidcProvider>,
): Promise<void> {
  return changeAccount(context, async (tx) => {
    const provider = await findOidcProvider(tx, arn);
    await entityStore.put(tx, "oidcProvider", { ...provider, ...change(provider) });
  });
}

export function oidcProviderName(arn: string): TaggedName<"oidcProvider"> {
  return { kind: "oidcProvider", name: nameOf(arn), notFound: () => oidcProviderNotFound(arn) };
}

const marker = ":oidc-provider/";

function nameOf(arn: string): string {
  return arn.includes(marker) ? arn.slice(arn.indexOf(marker) + marker.length) : arn;
}
