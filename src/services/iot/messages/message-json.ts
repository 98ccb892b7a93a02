import type { DeviceMessage } from "./device-message.ts";

/** A message as it goes to other servers and into records. */
export interface MessageJson extends Omit<DeviceMessage, "payload" | "properties"> {
  /** Base64. */
  readonly payload: string;
  readonly properties:
    | (Omit<NonNullable<DeviceMessage["properties"]>, "correlationData"> & { readonly correlationData?: string })
    | null;
}

export function toMessageJson({ payload, properties, ...message }: DeviceMessage): MessageJson {
  const { correlationData, ...others } = properties ?? {};
  return {
    ...message,
    payload: Buffer.from(payload).toString("base64"),
    properties: properties
      ? { ...others, ...(correlationData && { correlationData: Buffer.from(correlationData).toString("base64") }) }
      : null,
  };
}

export function fromMessageJson({ payload, properties, ...message }: MessageJson): DeviceMessage {
  const { correlationData, ...others } = properties ?? {};
  return {
    ...message,
    payload: Buffer.from(payload, "base64"),
    properties: properties
      ? { ...others, ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, "base64") }) }
      : undefined,
  };
}
