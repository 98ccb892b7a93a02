import type { MqttVersion } from "./packets.ts";

/** Why, in the words of MQTT 5. Source: MQTT 5, 2.4; "MQTT reason codes" in AWS IoT's guide. */
export const reasons = {
  success: 0x00,
  grantedQos1: 0x01,
  noMatchingSubscribers: 0x10,
  noSubscriptionExisted: 0x11,
  unspecifiedError: 0x80,
  malformedPacket: 0x81,
  protocolError: 0x82,
  clientIdNotValid: 0x85,
  notAuthorized: 0x87,
  serverUnavailable: 0x88,
  badAuthenticationMethod: 0x8c,
  keepAliveTimeout: 0x8d,
  sessionTakenOver: 0x8e,
  topicFilterInvalid: 0x8f,
  topicNameInvalid: 0x90,
  receiveMaximumExceeded: 0x93,
  topicAliasInvalid: 0x94,
  packetTooLarge: 0x95,
  quotaExceeded: 0x97,
  administrativeAction: 0x98,
  qosNotSupported: 0x9b,
  subscriptionIdentifiersNotSupported: 0xa1,
} as const;

export type Reason = (typeof reasons)[keyof typeof reasons];

/** A refused CONNECT's code: MQTT 3.1.1 has five. */
export function connackCode(reason: Reason, version: MqttVersion): number {
  if (version === 5) return reason;
  if (reason === reasons.success) return 0;
  if (reason === reasons.clientIdNotValid) return 2;
  if (reason === reasons.serverUnavailable) return 3;
  return 5;
}

/** A subscription's: MQTT 3.1.1 knows one failure. */
export function subackCode(reason: Reason, version: MqttVersion): number {
  return version !== 5 && reason >= 0x80 ? 0x80 : reason;
}
