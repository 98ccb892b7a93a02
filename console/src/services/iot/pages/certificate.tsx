import {
  AttachThingPrincipalCommand,
  DescribeCertificateCommand,
  DetachThingPrincipalCommand,
  IoTClient,
  ListPrincipalThingsCommand,
  type CertificateStatus as Status,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { saveText } from "../../../text/save-text.ts";
import { formatTime } from "../../../text/times.ts";
import { AttachedPolicies } from "../certificate/attached-policies.tsx";
import { CertificateStatus } from "../certificate/certificate-status.tsx";
import { useThingChoices } from "../choices.ts";
import { thingPath } from "../paths.ts";

export function Component() {
  const { id = "" } = useParams();
  return <CertificatePage key={id} certificateId={id} />;
}

function CertificatePage({ certificateId }: { certificateId: string }) {
  const client = useClient(IoTClient);
  const confirmed = useConfirmed();
  const certificate = useLive(`iot/certificates/${certificateId}`, async () => {
    const { certificateDescription = {} } = await client.send(new DescribeCertificateCommand({ certificateId }));
    return certificateDescription;
  });
  const change = (newStatus: Status, verb: "Activate" | "Deactivate" | "Revoke") =>
    confirmed(
      { title: `${verb} the certificate?`, body: consequences[verb], action: verb },
      () => client.send(new UpdateCertificateCommand({ certificateId, newStatus })),
      {
        done: `Successfully ${verb.toLowerCase()}d the certificate.`,
        failed: "The certificate could not be changed",
        onChange: certificate.refresh,
      },
    );
  const { status } = certificate.data ?? {};
  return (
    <Page
      title={certificateId}
      breadcrumbs={[{ text: "Certificates", href: "/console/iot/certificates" }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            disabled={status === undefined || status === "REVOKED"}
            onClick={() => void change("REVOKED", "Revoke")}
          >
            Revoke
          </Button>
          {status === "ACTIVE" ? (
            <Button onClick={() => void change("INACTIVE", "Deactivate")}>Deactivate</Button>
          ) : (
            <Button disabled={status !== "INACTIVE"} onClick={() => void change("ACTIVE", "Activate")}>
              Activate
            </Button>
          )}
        </SpaceBetween>
      }
    >
      <Loaded live={certificate} what="the certificate" feature="AWS IoT">
        {({ certificateArn = "", certificatePem = "", creationDate, validity, ...others }) => (
          <SpaceBetween size="l">
            <Details
              title="Certificate details"
              actions={
                <Button
                  iconName="download"
                  onClick={() => saveText(`${certificateId}-certificate.pem.crt`, certificatePem)}
                >
                  Download
                </Button>
              }
              items={[
                ["ARN", <Copyable key="arn" text={certificateArn} what="ARN" />],
                ["Status", <CertificateStatus key="status" status={others.status} />],
                ["Created", formatTime(creationDate)],
                ["Valid from", formatTime(validity?.notBefore)],
                ["Valid to", formatTime(validity?.notAfter)],
                ["Certificate mode", others.certificateMode],
              ]}
            />
            <PageTabs
              label="Certificate"
              tabs={[
                { id: "policies", label: "Policies", content: <AttachedPolicies target={certificateArn} /> },
                { id: "things", label: "Things", content: <Things principal={certificateArn} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const consequences = {
  Activate: "Devices that show it may connect.",
  Deactivate: "Devices that show it are refused from now on, also those that are connected. It can be activated again.",
  Revoke: "Devices that show it are refused from now on, also those that are connected.",
};

function Things({ principal }: { principal: string }) {
  const client = useClient(IoTClient);
  const things = useLive(
    `iot/principals/${principal}`,
    async () => (await client.send(new ListPrincipalThingsCommand({ principal }))).things ?? [],
  );
  return (
    <PartTable<string>
      id="iot.certificate-things"
      title="Things"
      noun="things"
      one="thing"
      live={things}
      rowId={(name) => name}
      name={(name) => name}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: (name) => <RouteLink href={thingPath(name)}>{name}</RouteLink>,
          value: (name) => name,
        },
      ]}
      empty="No things connect by this certificate."
      create={{
        text: "Attach to thing",
        initial: {},
        fields: [
          {
            name: "thing",
            label: "Thing",
            kind: "choice",
            useChoices: useThingChoices,
            placeholder: "Choose a thing",
            required: "Choose a thing.",
          },
        ],
        save: ({ thing: thingName }) => client.send(new AttachThingPrincipalCommand({ thingName, principal })),
        done: ({ thing }) => `Successfully attached the certificate to ${thing}.`,
      }}
      remove={{
        text: "Detach",
        body: () => "The thing stays, and the certificate is its own no more.",
        run: (thingName) => client.send(new DetachThingPrincipalCommand({ thingName, principal })),
      }}
    />
  );
}
