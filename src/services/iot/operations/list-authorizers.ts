import { authorizerArn, authorizers } from "../authorizers/authorizer.ts";
import type { IotOperation } from "../operation.ts";
import { listWanted } from "../registry/list-page.ts";

export const listAuthorizers: IotOperation<"ListAuthorizers"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listWanted(
      { nextToken: input.marker, maxResults: input.pageSize },
      tx,
      (reading, rows) => authorizers.list(reading, rows),
      ({ record }) => input.status === undefined || record.status === input.status,
    ),
  );
  return {
    authorizers: page.map(({ name }) => ({ authorizerName: name, authorizerArn: authorizerArn(context, name) })),
    nextMarker: nextToken,
  };
};
