import {
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  type CreateKeysAndCertificateCommandOutput,
  DeleteCertificateCommand,
  type IoTClient,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import type { Made } from "../../../form/create.ts";
import { certificateIdOf } from "../paths.ts";
import type { NewCertificate } from "./new-certificate-dialog.tsx";

/** A certificate with keys of the server's making, or for a signing request whose maker has the key. */
export async function createCertificate(
  client: IoTClient,
  { setAsActive, csr }: { readonly setAsActive: boolean; readonly csr?: string },
  note?: Made,
): Promise<NewCertificate> {
  const made: CreateKeysAndCertificateCommandOutput = csr
    ? await client.send(new CreateCertificateFromCsrCommand({ setAsActive, certificateSigningRequest: csr }))
    : await client.send(new CreateKeysAndCertificateCommand({ setAsActive }));
  const { certificateArn = "", certificatePem = "", keyPair } = made;
  note?.("the certificate", () => removeCertificate(client, certificateIdOf(certificateArn)));
  return { certificateArn, certificatePem, publicKey: keyPair?.PublicKey, privateKey: keyPair?.PrivateKey };
}

/** An active one is deactivated first: AWS deletes none that is in use. */
export async function removeCertificate(client: IoTClient, certificateId: string): Promise<void> {
  await client.send(new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" }));
  await client.send(new DeleteCertificateCommand({ certificateId, forceDelete: true }));
}
