import type { ReadTransaction } from "../../../storage/database.ts";
import { idAlphabet } from "../apis/api.ts";
import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { authorizerExists, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";
import { type AuthorizerRecord, idCharacters, toPart } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const createAuthorizer: ApiGatewayV2Operation<"CreateAuthorizer"> = async (
  { ApiId = "", ...given },
  context,
) => {
  const authorizer: AuthorizerRecord = {
    ...given,
    Name: given.Name ?? "",
    AuthorizerId: context.host.random.text(idCharacters.Authorizer, idAlphabet),
  };
  await changeApi(context, ApiId, async (tx, api) => {
    checkAuthorizer(api, authorizer);
    await checkPlace(tx, ApiId, authorizer.Name);
    await partStore.put(tx, ApiId, "Authorizer", authorizer);
  });
  return toPart(authorizer);
};

async function checkPlace(tx: ReadTransaction, apiId: string, name: string): Promise<void> {
  const others = await partStore.list(tx, apiId, "Authorizer");
  if (others.some(({ Name }) => Name === name)) throw authorizerExists(name);
  if (others.length >= limits.authorizersPerApi) throw quotaExceeded("Authorizers", limits.authorizersPerApi);
}
