import type { IotOperation } from "../operation.ts";
import { roleAliases } from "../records/setting-records.ts";
import { listPage } from "../registry/list-page.ts";

export const listRoleAliases: IotOperation<"ListRoleAliases"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      input.ascendingOrder ? roleAliases.list(tx, rows) : roleAliases.listBackwards(tx, rows),
    ),
  );
  return { roleAliases: page.map(({ name }) => name), nextMarker: nextToken };
};
