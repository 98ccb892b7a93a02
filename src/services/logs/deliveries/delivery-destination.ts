import { partitionOf } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { deliveryDestinationNotFound, invalidDeliveryResource } from "../errors.ts";
import { type DeliveryDestination, type Named, recordStore } from "../records/record-store.ts";

export const destinationsKind = "logs.delivery-destinations";

/** Throws ResourceNotFoundException. */
export async function findDestination(
  tx: ReadTransaction,
  name: string | undefined,
): Promise<Named<typeof destinationsKind>> {
  return (await recordStore.find(tx, destinationsKind, name ?? "")) ?? fail(deliveryDestinationNotFound());
}

/** What a destination's ARN stands for. Throws ValidationException for what nothing can be delivered to. */
export function typeOfResource(arn: string): DeliveryDestination["type"] {
  const service = /^arn:aws[a-z-]*:(s3|logs|firehose):/.exec(arn)?.[1];
  if (service === "s3") return "S3";
  if (service === "logs") return "CWL";
  if (service === "firehose") return "FH";
  throw invalidDeliveryResource();
}

export function destinationArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${account}:delivery-destination:${name}`;
}

export function toDeliveryDestination(
  at: Place,
  { name, type, resourceArn, outputFormat, tags }: Named<typeof destinationsKind>,
) {
  return {
    name,
    arn: destinationArn(at, name),
    deliveryDestinationType: type,
    outputFormat: outputFormat as "json" | undefined,
    ...(resourceArn !== undefined && { deliveryDestinationConfiguration: { destinationResourceArn: resourceArn } }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
