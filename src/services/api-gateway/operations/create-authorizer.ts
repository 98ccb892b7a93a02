import { apiStore } from "../apis/api-store.ts";
import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const createAuthorizer: ApiGatewayOperation<"CreateAuthorizer"> = ({ restApiId = "", ...given }, context) =>
  write(context, async (tx) => {
    // So AWS answers for an API that is not there.
    if (!(await apiStore.find(tx, restApiId)))
      throw conflict("Unable to complete operation due to concurrent modification. Please try again later.");
    const authorizer: AuthorizerRecord = {
      id: newId(context),
      ...given,
      name: given.name ?? "",
      authType: given.authType ?? "custom",
    };
    checkAuthorizer(authorizer);
    const former = await partStore.list(tx, restApiId, "Authorizer");
    if (former.some(({ name }) => name === authorizer.name))
      throw conflict(`Authorizer name must be unique. Authorizer ${authorizer.name} already exists in this RestApi.`);
    if (former.length >= limits.authorizersPerApi)
      throw limitExceeded("Maximum number of Authorizers for this API has been reached");
    await partStore.put(tx, restApiId, "Authorizer", authorizer);
    return authorizer;
  });
