import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { trimChanges } from "./changes/trim-changes.ts";
import { operations } from "./generated/operations.ts";
import { fill, fillIndex } from "./indexes/fill.ts";
import { follow } from "./indexes/follow.ts";
import { indexFilled } from "./indexes/index-filled.ts";
import { limits } from "./limits.ts";
import { migrations } from "./migrations.ts";
import type { DynamoDb } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { createDynamoDbState, type DynamoDbState } from "./state.ts";
import { activation } from "./tables/activation.ts";
import { dropPartition } from "./tables/drop-partition.ts";
import { removal } from "./tables/removal.ts";
import { finish } from "./transactions/finish.ts";

/** Tables and their items. */
export const dynamodb = defineService<DynamoDb, DynamoDbState>({
  name: "dynamodb",
  migrations,
  access: accessRules,
  needsNoSpace,
  requestBytes: {
    BatchWriteItem: limits.requestBytes,
    PutItem: limits.requestBytes,
    TransactWriteItems: limits.requestBytes,
    UpdateItem: limits.requestBytes,
  },
  create: createDynamoDbState,
  effects: {
    "drop-partition": { receive: dropPartition },
    "fill-index": { receive: fillIndex },
    "index-filled": { receive: indexFilled },
  },
  timers: { activation, fill, finish, follow, removal, "trim-changes": trimChanges },
  operations,
});
