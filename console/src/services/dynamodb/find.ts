import { DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { tablePath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([tables], search);

const tables = findableKind<string>({
  kind: "Table",
  async *pages({ client }) {
    for await (const { TableNames = [] } of paginateListTables({ client: client(DynamoDBClient) }, {}))
      yield TableNames;
  },
  name: (name) => name,
  href: (name) => tablePath(name),
});
