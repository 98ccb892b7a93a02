import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { CertificatePlaces } from "../certificates/certificate-places.ts";
import type { MessageBroker, MessageTaker } from "../messages/message-broker.ts";
import type { Registry } from "../registry/registry.ts";
import { verbs } from "./provisioning-verb.ts";

const answer = whenCalled(async () => (await import("./answer-claim.ts")).answerClaim);

const certificates = "$aws/certificates/create";
const templates = "$aws/provisioning-templates/";

/** Takes what devices ask that are to be provisioned. Source: "Device provisioning MQTT API". */
export function createProvisioningTaker(
  host: ServiceHost,
  parts: { readonly broker: MessageBroker; readonly registry: Registry; readonly places: CertificatePlaces },
): MessageTaker {
  const making = { count: 0 };
  return (message) => {
    const { topic } = message;
    if (!topic.startsWith(certificates) && !topic.startsWith(templates)) return undefined;
    const verb = verbs.find(({ pattern }) => pattern.test(topic));
    return verb && answer({ host, making, ...parts }, message, verb.name, verb.pattern.exec(topic)?.[1] ?? "");
  };
}
