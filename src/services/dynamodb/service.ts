import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { copied } from "./backups/copied.ts";
import { beginCopy, copy } from "./backups/copy.ts";
import { trimChanges } from "./changes/trim-changes.ts";
import { operations } from "./generated/operations.ts";
import { fill, fillIndex } from "./indexes/fill.ts";
import { follow } from "./indexes/follow.ts";
import { indexFilled } from "./indexes/index-filled.ts";
import { limits } from "./limits.ts";
import { countRequest } from "./metering/requests.ts";
import { storedTables } from "./metering/stored-tables.ts";
import { migrations } from "./migrations.ts";
import type { DynamoDb } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { beginDivide, divide } from "./partitions/divide.ts";
import { createDynamoDbState, type DynamoDbState, stopDynamoDb } from "./state.ts";
import { activation } from "./tables/activation.ts";
import { beginClear, clear } from "./tables/clear-partition.ts";
import { dropPartition } from "./tables/drop-partition.ts";
import { forgetTable, removal } from "./tables/removal.ts";
import { wireHabits } from "./tables/wire-habits.ts";
import { finish } from "./transactions/finish.ts";
import { beginSetExpiries, expire, setExpiries } from "./ttl/expire.ts";

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
  stop: stopDynamoDb,
  reset: stopDynamoDb,
  wire: wireHabits,
  answered: countRequest,
  effects: {
    "begin-divide": { receive: beginDivide },
    "begin-copy": { receive: beginCopy },
    "clear-partition": { receive: beginClear },
    copied: { receive: copied },
    "drop-partition": { receive: dropPartition },
    "export-progress": { receive: whenCalled(async () => (await import("./exports/run-export.ts")).exportProgress) },
    "fill-index": { receive: fillIndex },
    "index-filled": { receive: indexFilled },
    "set-expiries": { receive: beginSetExpiries },
  },
  timers: {
    activation,
    "begin-export": { fire: whenCalled(async () => (await import("./exports/run-export.ts")).beginExport.fire) },
    clear,
    copy,
    divide,
    expire,
    fill,
    finish,
    "finish-export": { fire: whenCalled(async () => (await import("./exports/run-export.ts")).finishExport.fire) },
    follow,
    "forget-table": forgetTable,
    import: { fire: whenCalled(async () => (await import("./imports/run-import.ts")).runImport.fire) },
    removal,
    "set-expiries": setExpiries,
    "stored-tables": storedTables,
    "trim-changes": trimChanges,
    "write-export": { fire: whenCalled(async () => (await import("./exports/run-export.ts")).writeExport.fire) },
  },
  operations,
});
