import type { Clock } from "../../../platform/clock.ts";
import type { RequestKeys } from "../../policy-language/pattern.ts";
import type { Certificate } from "../certificates/certificate.ts";
import { certificateArn } from "../certificates/certificate.ts";
import { certificateKeys } from "../certificates/certificate-keys.ts";
import { claimPolicy } from "../provisioning/claims.ts";
import type { RegistryCache } from "../registry/registry-cache.ts";
import type { Thing } from "../things/thing.ts";
import {
  basicKeys,
  type ConnectedAs,
  type DeviceAction,
  type DevicePermissions,
  DevicePolicies,
} from "./device-permissions.ts";
import { type Policy, policyDocument } from "./policy.ts";

/** What was made of what the registry had, and whether it is still the same. */
interface Resolved {
  readonly isCurrent: () => boolean;
  readonly isActive: boolean;
  /** Of a claim: after which it is good for nothing. */
  readonly untilMs: number;
  readonly thingName: string | undefined;
  readonly policies: DevicePolicies;
  readonly keys: RequestKeys;
}

/**
 * What a certificate may do: what the policies say that are attached to it, and to the groups of the thing that it speaks for. They are asked anew when anything of it has changed, so
 * that a certificate that has been revoked says nothing more on a connection that is open.
 */
export class CertificatePermissions implements DevicePermissions {
  readonly #cache: RegistryCache;
  readonly #clock: Clock;
  readonly #certificateId: string;
  readonly #as: ConnectedAs;
  readonly #furtherKeys: RequestKeys;
  #resolved: Resolved | undefined;

  constructor(
    cache: RegistryCache,
    clock: Clock,
    certificateId: string,
    as: ConnectedAs,
    furtherKeys: RequestKeys = {},
  ) {
    this.#furtherKeys = furtherKeys;
    this.#cache = cache;
    this.#clock = clock;
    this.#certificateId = certificateId;
    this.#as = as;
  }

  may(action: DeviceAction, resource: string): boolean | Promise<boolean> {
    const resolved = this.#resolved;
    if (resolved?.isCurrent()) return this.#allows(resolved, action, resource);
    return this.#resolve().then((anew) => this.#allows(anew, action, resource));
  }

  /** The thing it speaks for: the one that is named as the client, or the only one that has the certificate for itself. */
  async thingName(): Promise<string | undefined> {
    const resolved = this.#resolved?.isCurrent() ? this.#resolved : await this.#resolve();
    return resolved.thingName;
  }

  #allows({ isActive, untilMs, policies, keys }: Resolved, action: DeviceAction, resource: string): boolean {
    return isActive && this.#clock.nowMs() < untilMs && policies.allows(action, resource, keys);
  }

  async #resolve(): Promise<Resolved> {
    const { at, clientId } = this.#as;
    const reading = this.#cache.reading(at);
    const certificate = await reading.record<Certificate>("certificate", this.#certificateId);
    const arn = certificateArn(at, this.#certificateId);
    const attached = await reading.sources("thing-principal", arn);
    const exclusive = attached.length === 1 && attached[0]?.record.isExclusive === true;
    const name = attached.some(({ name: each }) => each === clientId)
      ? clientId
      : exclusive
        ? attached[0]?.name
        : undefined;
    const thing = name === undefined ? undefined : await reading.record<Thing>("thing", name);
    const targets = [arn];
    if (name !== undefined) {
      for (const group of await reading.groupsOf(name)) targets.push(group);
    }
    const claim = certificate?.claim;
    const documents: string[] = claim ? [claimPolicy(at, claim.template)] : [];
    for (const target of targets) {
      for (const { name: policyName } of await reading.targets("policy-target", target)) {
        const policy = await reading.record<Policy>("policy", policyName);
        const document = policy && policyDocument(policy);
        if (document !== undefined) documents.push(document);
      }
    }
    const thingKeys: Record<string, readonly string[]> = {
      "iot:connection.thing.isattached": [String(name !== undefined)],
    };
    if (name !== undefined && thing) {
      thingKeys["iot:connection.thing.thingname"] = [name];
      if (thing.typeName !== undefined) thingKeys["iot:connection.thing.thingtypename"] = [thing.typeName];
      for (const [key, value] of Object.entries(thing.attributes)) {
        thingKeys[`iot:connection.thing.attributes[${key.toLowerCase()}]`] = [value];
      }
    }
    this.#resolved = {
      isCurrent: reading.isCurrent,
      isActive: certificate?.status === "ACTIVE",
      untilMs: claim?.untilMs ?? Number.POSITIVE_INFINITY,
      thingName: thing ? name : undefined,
      policies: new DevicePolicies(documents),
      keys: {
        ...basicKeys(this.#as, this.#clock.nowMs()),
        ...this.#furtherKeys,
        ...thingKeys,
        ...(certificate && certificateKeys(certificate)),
      },
    };
    return this.#resolved;
  }
}
