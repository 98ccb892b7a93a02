import type { ServiceHost } from "../../service.ts";
import type { CertificatePlaces } from "../certificates/certificate-places.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import type { Registry } from "../registry/registry.ts";

export interface ProvisioningParts {
  readonly registry: Registry;
  readonly places: CertificatePlaces;
  readonly host: ServiceHost;
  readonly broker: MessageBroker;
  /** Certificates that are being made on this server. */
  readonly making: { count: number };
}
