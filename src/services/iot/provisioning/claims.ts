import type { Firing } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { CertificatePlaces } from "../certificates/certificate-places.ts";
import { forgetCertificate } from "../certificates/forget-certificate.ts";
import { iotArn } from "../registry/registry.ts";

/** Source: "CreateProvisioningClaim": for five minutes. */
export const claimMs = 5 * 60_000;
export const claimTimer = "iot.claim-end";

/** All that who has a claim may do: ask for a certificate and be provisioned by its template. */
export function claimPolicy(at: Place, template: string): string {
  const topics = [
    "$aws/certificates/create/*",
    "$aws/certificates/create-from-csr/*",
    `$aws/provisioning-templates/${template}/provision/*`,
  ];
  const of = (kind: string) => topics.map((topic) => iotArn(at, `${kind}/${topic}`));
  const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: "Allow", Action, Resource });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      allow("iot:Connect", "*"),
      allow(["iot:Publish", "iot:Receive"], of("topic")),
      allow("iot:Subscribe", of("topicfilter")),
    ],
  });
}

/** The timer's: the claim's certificate goes. */
export async function endClaim(
  firing: Firing,
  { places }: { readonly places: CertificatePlaces },
  host: ServiceHost,
): Promise<void> {
  const { account, region } = firing.from;
  await host.storage.partition(firing.from).write(async (tx) => {
    await firing.settle(tx);
    await forgetCertificate(tx, { account, region }, firing.key);
  });
  await places.remove(firing.key, { account, region });
}
