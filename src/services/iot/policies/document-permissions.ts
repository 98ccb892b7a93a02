import type { Clock } from "../../../platform/clock.ts";
import {
  basicKeys,
  type ConnectedAs,
  type DeviceAction,
  type DevicePermissions,
  DevicePolicies,
} from "./device-permissions.ts";

/** What the documents allow that a custom authorizer has answered with. */
export class DocumentPermissions implements DevicePermissions {
  readonly #policies: DevicePolicies;
  readonly #as: ConnectedAs;
  readonly #clock: Clock;

  constructor(documents: readonly string[], as: ConnectedAs, clock: Clock) {
    this.#policies = new DevicePolicies(documents);
    this.#as = as;
    this.#clock = clock;
  }

  may(action: DeviceAction, resource: string): boolean {
    return this.#policies.allows(action, resource, basicKeys(this.#as, this.#clock.nowMs()));
  }
}
