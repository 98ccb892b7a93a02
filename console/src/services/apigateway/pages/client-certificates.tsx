import {
  APIGatewayClient,
  type ClientCertificate,
  DeleteClientCertificateCommand,
  GenerateClientCertificateCommand,
  GetClientCertificateCommand,
  GetClientCertificatesCommand,
  UpdateClientCertificateCommand,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";

/** What stages of REST APIs show to their endpoints. */
export function Component() {
  const client = useClient(APIGatewayClient);
  const notify = useNotify();
  const certificates = useLive(
    "apigateway/client-certificates",
    async () => (await client.send(new GetClientCertificatesCommand({ limit: 500 }))).items ?? [],
  );
  const copy = useAction(
    async (clientCertificateId: string) => {
      const found = await client.send(new GetClientCertificateCommand({ clientCertificateId }));
      await navigator.clipboard.writeText(found.pemEncodedCertificate ?? "");
      notify.success("Copied the certificate.");
    },
    (error) => notify.error("The certificate could not be copied", error),
  );
  return (
    <Page
      title="Client certificates"
      breadcrumbs={[]}
      description="By which an HTTP endpoint knows that a request comes from a stage that shows one."
    >
      <PartTable<ClientCertificate>
        id="apigateway.client-certificates"
        title="Client certificates"
        noun="client certificates"
        one="client certificate"
        live={certificates}
        rowId={({ clientCertificateId = "" }) => clientCertificateId}
        name={({ clientCertificateId = "" }) => clientCertificateId}
        columns={[
          {
            id: "id",
            header: "ID",
            cell: ({ clientCertificateId }) => clientCertificateId,
            value: ({ clientCertificateId }) => clientCertificateId,
            width: 140,
          },
          {
            id: "description",
            header: "Description",
            cell: ({ description }) => description || "-",
            value: ({ description }) => description,
            width: 300,
          },
          { id: "created", header: "Created", cell: ({ createdDate }) => formatTime(createdDate), width: 240 },
          { id: "expires", header: "Expires", cell: ({ expirationDate }) => formatTime(expirationDate), width: 240 },
        ]}
        empty="No client certificates."
        create={{
          text: "Generate certificate",
          fields: [{ name: "description", label: "Description" }],
          initial: {},
          save: ({ description }) =>
            client.send(new GenerateClientCertificateCommand({ description: description || undefined })),
          done: () => "Successfully generated a client certificate.",
        }}
        edit={{
          fields: [{ name: "description", label: "Description" }],
          initial: ({ description = "" }) => ({ description }),
          save: ({ clientCertificateId }, { description: value = "" }) =>
            client.send(
              new UpdateClientCertificateCommand({
                clientCertificateId,
                patchOperations: [{ op: "replace", path: "/description", value }],
              }),
            ),
        }}
        remove={{
          body: () =>
            "Endpoints that ask for it are not shown it any more. A stage's own stays until the stage gives it up.",
          run: ({ clientCertificateId }) => client.send(new DeleteClientCertificateCommand({ clientCertificateId })),
        }}
        more={(selected) => (
          <Button disabled={!selected} onClick={() => void copy.run(selected?.clientCertificateId ?? "")}>
            Copy certificate
          </Button>
        )}
      />
    </Page>
  );
}
