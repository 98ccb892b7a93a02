import {
  AttachThingPrincipalCommand,
  DetachThingPrincipalCommand,
  IoTClient,
  ListThingPrincipalsCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { createCertificate } from "../certificate/create-certificate.ts";
import { type NewCertificate, NewCertificateDialog } from "../certificate/new-certificate-dialog.tsx";
import { useCertificateChoices } from "../choices.ts";
import { certificateIdOf, certificatePath } from "../paths.ts";

/** The certificates by which a thing's device connects. */
export function ThingCertificates({ name: thingName }: { name: string }) {
  const client = useClient(IoTClient);
  const notify = useNotify();
  const [created, setCreated] = useState<NewCertificate>();
  const principals = useLive(
    `iot/things/${thingName}/principals`,
    async () => (await client.send(new ListThingPrincipalsCommand({ thingName }))).principals ?? [],
  );
  const create = useAction(
    async () => {
      const certificate = await createCertificate(client, { setAsActive: true });
      await client.send(new AttachThingPrincipalCommand({ thingName, principal: certificate.certificateArn }));
      setCreated(certificate);
      principals.refresh();
    },
    (error) => notify.error("The certificate could not be created", error),
  );
  return (
    <>
      <PartTable<string>
        id="iot.thing-certificates"
        title="Certificates"
        noun="certificates"
        one="certificate"
        live={principals}
        rowId={(arn) => arn}
        name={certificateIdOf}
        columns={[
          {
            id: "id",
            header: "Certificate ID",
            cell: (arn) => <RouteLink href={certificatePath(certificateIdOf(arn))}>{certificateIdOf(arn)}</RouteLink>,
            value: (arn) => arn,
          },
        ]}
        empty="No certificates: no device connects as this thing."
        more={() => (
          <Button loading={create.isRunning} onClick={() => void create.run()}>
            Create certificate
          </Button>
        )}
        create={{
          text: "Attach certificate",
          initial: {},
          fields: [
            {
              name: "certificate",
              label: "Certificate",
              kind: "choice",
              useChoices: useCertificateChoices,
              required: "Choose a certificate.",
            },
          ],
          save: ({ certificate: principal }) => client.send(new AttachThingPrincipalCommand({ thingName, principal })),
          done: () => `Successfully attached the certificate to ${thingName}.`,
        }}
        remove={{
          text: "Detach",
          body: () => "The certificate stays, and is this thing's no more.",
          run: (principal) => client.send(new DetachThingPrincipalCommand({ thingName, principal })),
        }}
      />
      {created && <NewCertificateDialog certificate={created} onClose={() => setCreated(undefined)} />}
    </>
  );
}
