import { limits } from "../limits.ts";
import { slashesOf } from "../messages/check-topic.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import type { IConnectPacket } from "../mqtt/packets.ts";
import { type Reason, reasons } from "../mqtt/reason-codes.ts";

/** Why a CONNECT is refused, whoever sends it. Source: MQTT 5, 3.1; "MQTT" in AWS IoT's guide. */
export function checkConnect({
  clientId,
  clean,
  will,
  properties,
  protocolVersion,
}: IConnectPacket): Reason | undefined {
  if (properties?.authenticationMethod !== undefined) return reasons.badAuthenticationMethod;
  if (Buffer.byteLength(clientId) > mqttLimits.clientIdBytes || clientId.includes("\0"))
    return reasons.clientIdNotValid;
  // Source: MQTT 3.1.1, 3.1.3.1: what has no name cannot be found again.
  if (clientId === "" && !clean && protocolVersion !== 5) return reasons.clientIdNotValid;
  if (!will) return undefined;
  if (will.qos === 2) return reasons.qosNotSupported;
  if (will.topic === "" || /[+#\0]/.test(will.topic) || slashesOf(will.topic) > limits.topicSlashes)
    return reasons.topicNameInvalid;
  if (Buffer.byteLength(will.topic) > limits.topicBytes) return reasons.topicNameInvalid;
  if (will.payload.length > limits.payloadBytes) return reasons.packetTooLarge;
  return undefined;
}
