import {
  type Certificate,
  IoTClient,
  ListCertificatesCommand,
  RegisterCertificateWithoutCACommand,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { CertificateStatus } from "../certificate/certificate-status.tsx";
import { createCertificate, removeCertificate } from "../certificate/create-certificate.ts";
import { type NewCertificate, NewCertificateDialog } from "../certificate/new-certificate-dialog.tsx";
import { certificatePath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const client = useClient(IoTClient);
  const notify = useNotify();
  const [created, setCreated] = useState<NewCertificate>();
  const certificates = useLive("iot/certificates", () =>
    readAll(
      async (marker) => {
        const page = await client.send(new ListCertificatesCommand({ marker, pageSize: 250 }));
        return { ...page, nextToken: page.nextMarker };
      },
      (page) => page.certificates,
    ),
  );
  const toggle = useAction(
    async ({ certificateId, status }: Certificate) => {
      const newStatus = status === "ACTIVE" ? "INACTIVE" : "ACTIVE";
      await client.send(new UpdateCertificateCommand({ certificateId, newStatus }));
      notify.success(`Successfully ${newStatus === "ACTIVE" ? "activated" : "deactivated"} the certificate.`);
      certificates.refresh();
    },
    (error) => notify.error("The certificate could not be changed", error),
  );
  return (
    <Page
      title="Certificates"
      breadcrumbs={[]}
      description="X.509 certificates by which devices say who they are. Only an active one connects."
    >
      <PartTable<Certificate>
        id="iot.certificates"
        title="Certificates"
        noun="certificates"
        one="certificate"
        live={certificates}
        rowId={({ certificateId = "" }) => certificateId}
        name={({ certificateId = "" }) => certificateId}
        columns={[
          {
            id: "id",
            header: "Certificate ID",
            cell: ({ certificateId = "" }) => (
              <RouteLink href={certificatePath(certificateId)}>{certificateId}</RouteLink>
            ),
            value: ({ certificateId = "" }) => certificateId,
            width: 480,
          },
          {
            id: "status",
            header: "Status",
            cell: ({ status }) => <CertificateStatus status={status} />,
            value: ({ status = "" }) => status,
            width: 130,
          },
          {
            id: "created",
            header: "Created",
            cell: ({ creationDate }) => formatTime(creationDate),
            value: ({ creationDate }) => creationDate?.getTime(),
            width: 290,
          },
        ]}
        empty="No certificates. Things get theirs when they are created, or here."
        more={(selected) => (
          <Button
            disabled={!selected || !["ACTIVE", "INACTIVE"].includes(selected.status ?? "")}
            loading={toggle.isRunning}
            onClick={() => selected && void toggle.run(selected)}
          >
            {selected?.status === "ACTIVE" ? "Deactivate" : "Activate"}
          </Button>
        )}
        create={{
          text: "Add certificate",
          initial: { how: "create", status: "ACTIVE" },
          fields: [
            {
              name: "how",
              label: "Certificate",
              kind: "radio",
              options: [
                { value: "create", label: "Auto-generate a new certificate" },
                { value: "csr", label: "Create it from a certificate signing request (CSR)" },
                { value: "register", label: "Register one that another authority has signed" },
              ],
            },
            {
              name: "pem",
              label: "PEM",
              kind: "area",
              rows: 8,
              required: "Paste it in PEM.",
              shown: ({ how }) => how !== "create",
              problem: (text, { how }) =>
                text.includes(how === "csr" ? "BEGIN CERTIFICATE REQUEST" : "BEGIN CERTIFICATE-----")
                  ? undefined
                  : `This is no ${how === "csr" ? "certificate signing request" : "certificate"} in PEM.`,
            },
            {
              name: "status",
              label: "Certificate status",
              kind: "radio",
              options: [
                { value: "ACTIVE", label: "Active" },
                { value: "INACTIVE", label: "Inactive" },
              ],
            },
          ],
          save: async ({ how, pem, status }) => {
            const isActive = status === "ACTIVE";
            if (how === "register") {
              const registered = { certificatePem: pem, status: isActive ? "ACTIVE" : "INACTIVE" } as const;
              await client.send(new RegisterCertificateWithoutCACommand(registered));
            } else {
              const csr = how === "csr" ? pem : undefined;
              setCreated(await createCertificate(client, { setAsActive: isActive, csr }));
            }
          },
          done: ({ how }) => `Successfully ${how === "register" ? "registered" : "created"} the certificate.`,
        }}
        remove={{
          body: () => "Devices that show it connect no more. It is deactivated first, and its policies are detached.",
          run: ({ certificateId = "" }) => removeCertificate(client, certificateId),
        }}
      />
      {created && <NewCertificateDialog certificate={created} onClose={() => setCreated(undefined)} />}
    </Page>
  );
}
