import { type CompiledPolicy, compilePolicy } from "../../policy-language/compile.ts";
import type { RequestKeys } from "../../policy-language/pattern.ts";
import type { Place } from "../../service.ts";

/** `iot:Connect`, `iot:Publish`, …; by HTTP those of shadows and jobs, too. Source: "AWS IoT Core policy actions". */
export type DeviceAction = `iot:${string}` | `iotjobsdata:${string}`;

/** What a connection may do. What is known is answered at once, so that a message costs no promise. */
export interface DevicePermissions {
  /** `resource` is an ARN: `…:client/ID`, `…:topic/TOPIC`, `…:topicfilter/FILTER`. */
  may(action: DeviceAction, resource: string): boolean | Promise<boolean>;
}

/** Policies of AWS IoT, together. A statement with a variable that is not known counts for nothing. */
export class DevicePolicies {
  readonly #policies: readonly CompiledPolicy[];

  constructor(documents: readonly string[]) {
    this.#policies = documents.map(compilePolicy);
  }

  /** By a statement of its own that denies. */
  denies(action: DeviceAction, resource: string, keys: RequestKeys): boolean {
    return this.#policies.some(({ statements }) =>
      statements.some(({ allows, covers }) => !allows && covers(action, resource, keys)),
    );
  }

  allows(action: DeviceAction, resource: string, keys: RequestKeys): boolean {
    let allowed = false;
    for (const { statements } of this.#policies) {
      for (const { allows, covers } of statements) {
        if ((allowed && allows) || !covers(action, resource, keys)) continue;
        if (!allows) return false;
        allowed = true;
      }
    }
    return allowed;
  }
}

/** Who has connected, as policies ask for it. */
export interface ConnectedAs {
  readonly at: Place;
  readonly clientId: string;
  readonly sourceIp: string;
  readonly protocol: "mqtt" | "websocket" | "http";
}

/** What holds for whoever connects. Source: "Basic AWS IoT Core policy variables". */
export function basicKeys({ clientId, sourceIp }: ConnectedAs, nowMs: number): Record<string, readonly string[]> {
  return {
    "iot:clientid": [clientId],
    "aws:sourceip": [sourceIp],
    "aws:currenttime": [new Date(nowMs).toISOString()],
    "aws:epochtime": [String(Math.floor(nowMs / 1000))],
    "aws:securetransport": ["true"],
  };
}
