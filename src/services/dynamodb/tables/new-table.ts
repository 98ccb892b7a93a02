import type { CreateTableCommandInput as Input } from "@aws-sdk/client-dynamodb";
import { notSupported } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { wantedParts } from "../partitions/begin-division.ts";
import { toPolicy } from "../policies/check-policy.ts";
import { toTags } from "../tags/check-tags.ts";
import {
  checkAllUsed,
  checkGlobalIndexes,
  checkLocalIndexes,
  checkProjectedAttributes,
  checkTableSchema,
  toDefinitions,
  toLocalIndex,
} from "./check-schema.ts";
import { checkNewTableName } from "./check-table-name.ts";
import { checkOnDemand, checkThroughput, checkWarm } from "./check-throughput.ts";
import { newIndex } from "./new-index.ts";
import type { KeyElement, Table } from "./table.ts";
import { toEncryption } from "./to-encryption.ts";
import { toStream } from "./to-stream.ts";

/** A table as it is asked for. Throws ValidationException, in AWS's order. */
export async function toNewTable(input: Input, context: DynamoDbContext): Promise<Table> {
  const name = checkNewTableName(input.TableName, {
    attributeDefinitions: input.AttributeDefinitions,
    keySchema: input.KeySchema,
  });
  const {
    AttributeDefinitions: definitions = [],
    KeySchema: keySchema = [],
    BillingMode: billing = "PROVISIONED",
  } = input;
  refuseOthers(input);
  const isOnDemand = billing === "PAY_PER_REQUEST";
  const throughput = checkThroughput(input.ProvisionedThroughput, billing);
  const warm = checkWarm(input.WarmThroughput, throughput);
  const schema = { definitions, keySchema };
  checkTableSchema(schema);
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = input;
  if (!local && !global) checkAllUsed(schema, []);
  const names = new Set<string>();
  if (local) checkLocalIndexes(schema, local, names);
  if (global) checkGlobalIndexes(definitions, global, { names, isOnDemand });
  if (local || global) checkAllUsed(schema, [...(local ?? []), ...(global ?? [])]);
  const nowMs = context.host.clock.nowMs();
  const table: Table = {
    account: context.account,
    region: context.region,
    name,
    id: context.host.random.uuid(),
    createdMs: nowMs,
    status: "CREATING",
    attributes: toDefinitions(definitions),
    keySchema: keySchema as readonly KeyElement[],
    localIndexes: (local ?? []).map(toLocalIndex),
    globalIndexes: (global ?? []).map((index) => newIndex(index, billing, context)),
    billing,
    onDemandSinceMs: isOnDemand ? nowMs : undefined,
    throughput,
    onDemand: checkOnDemand(input.OnDemandThroughput, billing),
    warm,
    tableClass: input.TableClass && { name: input.TableClass, changedMs: undefined },
    isProtected: input.DeletionProtectionEnabled === true,
    encryption: await toEncryption(input.SSESpecification, context),
    stream: toStream(input.StreamSpecification, nowMs),
    timeToLive: undefined,
    recovery: undefined,
    policy: input.ResourcePolicy === undefined ? undefined : toPolicy(input.ResourcePolicy),
    tags: toTags(input.Tags ?? [], {}),
    partitions: wantedParts({ throughput, warm }),
    restore: undefined,
  };
  checkProjectedAttributes([...table.localIndexes, ...table.globalIndexes]);
  return table;
}

function refuseOthers(input: Input): void {
  if (input.GlobalTableSourceArn !== undefined || input.GlobalTableSettingsReplicationMode !== undefined)
    throw notSupported("global tables");
  if (input.VectorIndexes !== undefined) throw notSupported("vector indexes");
}
