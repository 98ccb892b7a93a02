import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { basicKeys, type ConnectedAs, type DeviceAction, type DevicePermissions } from "./device-permissions.ts";

const askAgainMs = 5_000;
const mostAnswers = 500;

/**
 * What a user or role may do by its policies in IAM. An answer holds for five seconds, so that a stream of messages does not ask for each. In `open` mode who may not is told of and let
 * through, as everywhere.
 */
export class IamPermissions implements DevicePermissions {
  readonly #host: ServiceHost;
  readonly #principal: Principal;
  readonly #as: ConnectedAs;
  readonly #answers = new BoundedCache<string, { readonly allowed: boolean; readonly untilMs: number }>(mostAnswers);

  constructor(host: ServiceHost, principal: Principal, as: ConnectedAs) {
    this.#host = host;
    this.#principal = principal;
    this.#as = as;
  }

  may(action: DeviceAction, resource: string): boolean | Promise<boolean> {
    const { config, clock } = this.#host;
    if (this.#principal.kind === "root" && this.#principal.account === this.#as.at.account) return true;
    if (this.#principal.kind === "anonymous") return config.auth === "open";
    const known = this.#answers.get(`${action} ${resource}`);
    if (known && known.untilMs > clock.monotonicMs()) return known.allowed;
    return this.#ask(action, resource);
  }

  async #ask(action: DeviceAction, resource: string): Promise<boolean> {
    const { access, clock, config, log } = this.#host;
    const decision = await access.authorize({
      principal: this.#principal,
      action,
      resource,
      resourceAccount: this.#as.at.account,
      resourcePolicy: undefined,
      conditions: basicKeys(this.#as, clock.nowMs()),
    });
    const allowed = decision.allowed || config.auth === "open";
    if (!decision.allowed && allowed)
      log.warn(`would be denied on AWS: ${this.#principal.arn} may not ${action} on ${resource} ${decision.reason}`);
    this.#answers.set(`${action} ${resource}`, { allowed, untilMs: clock.monotonicMs() + askAgainMs });
    return allowed;
  }
}
