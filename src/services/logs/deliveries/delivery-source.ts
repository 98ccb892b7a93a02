import { partitionOf } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { deliverySourceNotFound } from "../errors.ts";
import { type Named, recordStore } from "../records/record-store.ts";

export const sourcesKind = "logs.delivery-sources";

/** Throws ResourceNotFoundException. */
export async function findSource(tx: ReadTransaction, name: string | undefined): Promise<Named<typeof sourcesKind>> {
  return (await recordStore.find(tx, sourcesKind, name ?? "")) ?? fail(deliverySourceNotFound());
}

export function sourceArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${account}:delivery-source:${name}`;
}

export function toDeliverySource(at: Place, { name, resourceArn, service, logType, tags }: Named<typeof sourcesKind>) {
  return {
    name,
    arn: sourceArn(at, name),
    resourceArns: [resourceArn],
    service,
    logType,
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
