import { republishedTrace } from "../../messages/republished.ts";
import type { ActionCall } from "./action-call.ts";

interface Headers {
  readonly payloadFormatIndicator?: "UNSPECIFIED_BYTES" | "UTF8_DATA";
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: string;
  readonly messageExpiry?: string;
  readonly userProperties?: readonly { readonly key: string; readonly value: string }[];
}

/** A message of the role's, which must be let publish it. Source: "Republish". */
export async function republish({ host, as, settings, text, output, republished }: ActionCall): Promise<void> {
  const headers = (settings.headers as Headers | undefined) ?? {};
  const { userProperties, messageExpiry } = headers;
  const properties = userProperties?.map(({ key, value }) => ({ [key]: value }));
  await host.call(
    "iot-data-plane",
    "Publish",
    {
      topic: text("topic"),
      qos: Number(settings.qos ?? 0),
      payload: output,
      payloadFormatIndicator: headers.payloadFormatIndicator,
      contentType: headers.contentType,
      responseTopic: headers.responseTopic,
      correlationData: headers.correlationData,
      messageExpiry: messageExpiry === undefined ? undefined : Number(messageExpiry),
      userProperties: properties && (JSON.stringify(properties) as never),
    },
    { ...as, traceId: republishedTrace(republished + 1) },
  );
}
