import { parseArn } from "../../../platform/arn.ts";
import type { Effect } from "../../../storage/database.ts";
import { untilParked } from "../../targets/retry-policy.ts";
import { destinations } from "../event-invoke/destinations.ts";
import { functionArn, qualifiedArn } from "../functions/function.ts";
import { lambdaSessionName } from "../invocation/role-session.ts";
import { failureRecord, type GiveUp, type StreamBatch } from "./stream-batch.ts";
import type { StreamMapping } from "./stream-mapping.ts";

/** Records that are given up, for the mapping's destination: a bucket gets the records, too. */
export async function toFailureEffect(
  { host, mapping, admissions }: StreamMapping,
  given: {
    readonly batch: StreamBatch;
    readonly condition: GiveUp;
    readonly shardId: string;
    readonly target: string;
  },
): Promise<Effect> {
  const { batch, condition, shardId, target } = given;
  const { record } = await admissions.target();
  const nowMs = host.clock.nowMs();
  const { account, region } = mapping.function;
  const told = failureRecord(batch, condition, {
    functionArn: qualifiedArn(mapping.function, mapping.function.qualifier),
    streamArn: mapping.eventSourceArn,
    shardId,
    nowMs,
  });
  const payload = { Records: batch.records.map(({ event }) => event) };
  const isBucket = parseArn(target)?.service === "s3";
  const [day = "", time = ""] = told.timestamp.split("T");
  const stamp = `${day}T${time.slice(0, 8).replaceAll(":", ".")}`;
  return destinations.toEffect(host.random.uuid(), {
    target,
    message: {
      body: JSON.stringify(isBucket ? { ...told, payload } : told),
      // Source: "Retain discarded batches for a DynamoDB event source in Lambda", the record's key.
      object: {
        key: `aws/lambda/${mapping.uuid}/${shardId}/${day.replaceAll("-", "/")}/${stamp}-${host.random.uuid()}`,
        contentType: "application/json",
      },
    },
    caller: {
      role: record.configuration.role,
      sessionName: lambdaSessionName(record),
      assumedBy: "lambda.amazonaws.com",
    },
    source: { account, region, arn: functionArn(record) },
    retry: untilParked,
    eventMs: nowMs,
    about: { of: mapping.function, metric: "DestinationDeliveryFailures" },
  });
}
