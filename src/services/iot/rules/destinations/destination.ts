import type { Place } from "../../../service.ts";
import { iotArn } from "../../registry/registry.ts";

/** Where rules may send messages by HTTP, once whoever answers there has confirmed it. JSON. */
export interface Destination {
  readonly id: string;
  readonly confirmationUrl: string;
  readonly status: "ENABLED" | "IN_PROGRESS" | "DISABLED" | "ERROR" | "DELETING";
  readonly statusReason: string | undefined;
  readonly token: string;
  /** It was confirmed once, and may be enabled again. */
  readonly isConfirmed: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export function destinationArn(at: Place, id: string): string {
  return iotArn(at, `ruledestination/http/${id}`);
}

/** Of its ARN. */
export function destinationIdOf(arn: string | undefined): string {
  return arn?.split("/").at(-1) ?? "";
}

export function toDestination(at: Place, destination: Destination) {
  const { id, confirmationUrl, status, statusReason, createdMs, updatedMs } = destination;
  return {
    arn: destinationArn(at, id),
    status,
    createdAt: new Date(createdMs),
    lastUpdatedAt: new Date(updatedMs),
    statusReason,
    httpUrlProperties: { confirmationUrl },
  };
}
