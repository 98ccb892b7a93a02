import type { Place } from "../../service.ts";

/** One message on its way: from a device, from somebody who publishes by HTTPS, or from a service of AWS IoT's own (shadows, jobs, rules, life-cycle events). */
export interface DeviceMessage extends Place {
  /** No wildcards. Basic ingest's `$aws/rules/NAME/…` as it was published. */
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** When it was published, milliseconds since the epoch. */
  readonly publishedMs: number;
  /** What MQTT 5 says of it beside. */
  readonly properties: MessageProperties | undefined;
  /** AWS IoT's answer to this client, on a topic that all others use, too: nobody else is brought it. */
  readonly onlyFor?: string;
  readonly source: MessageSource;
}

export interface MessageProperties {
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** True for UTF-8. */
  readonly isUtf8?: boolean;
  /** Seconds after `publishedMs` after which nobody wants it. */
  readonly messageExpirySeconds?: number;
  /** In the order of the packet; a key may come several times. */
  readonly userProperties?: readonly (readonly [key: string, value: string])[];
}

/** Who published it: what `clientid()`, `principal()` and their like say in rules. Nobody, for what AWS IoT publishes by itself. */
export interface MessageSource {
  /** MQTT's; undefined for HTTPS and for AWS IoT's own. */
  readonly clientId?: string;
  /** A certificate's id, an access key's or role's `AROA…:SESSION`, an authorizer's principal id. */
  readonly principal?: string;
  readonly sourceIp?: string;
  /** The client's own name of the thing that its certificate is attached to, where there is exactly one. */
  readonly thingName?: string;
  /** How many rules it has come through, each of which published it anew. */
  readonly republished?: number;
}

/** What tells an account and region from others. */
export function placeText({ account, region }: Place): string {
  return `${account} ${region}`;
}
