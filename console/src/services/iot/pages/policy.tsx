import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  DetachPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IoTClient,
  ListPolicyVersionsCommand,
  ListTargetsForPolicyCommand,
  type PolicyVersion,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { PartTable } from "../../../described/part-table.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { formatJson, parseDocument } from "../../../policy/policy-document.ts";
import { WordsList } from "../../../policy/words-list.tsx";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { certificateIdOf, certificatePath, groupPath } from "../paths.ts";
import { documentField } from "../policy/policy-fields.ts";

export function Component() {
  const { name = "" } = useParams();
  return <PolicyPage key={name} policyName={name} />;
}

function PolicyPage({ policyName }: { policyName: string }) {
  const client = useClient(IoTClient);
  const [isEditing, setEditing] = useState(false);
  const policy = useLive(`iot/policies/${policyName}`, () => client.send(new GetPolicyCommand({ policyName })));
  return (
    <Page
      title={policyName}
      breadcrumbs={[{ text: "Policies", href: "/console/iot/policies" }]}
      actions={
        <Button variant="primary" disabled={!policy.data} onClick={() => setEditing(true)}>
          Edit active version
        </Button>
      }
    >
      <Loaded live={policy} what={`the policy ${policyName}`} feature="AWS IoT">
        {({ policyArn = "", policyDocument = "", defaultVersionId, creationDate, lastModifiedDate }) => (
          <SpaceBetween size="l">
            <Details
              title="Policy details"
              items={[
                ["ARN", <Copyable key="arn" text={policyArn} what="ARN" />],
                ["Active version", defaultVersionId],
                ["Created", formatTime(creationDate)],
                ["Last updated", formatTime(lastModifiedDate)],
              ]}
            />
            <PageTabs
              label="Policy"
              tabs={[
                { id: "document", label: "Active version", content: <Document text={policyDocument} /> },
                {
                  id: "versions",
                  label: "All versions",
                  content: <Versions policyName={policyName} onChange={policy.refresh} />,
                },
                { id: "targets", label: "Targets", content: <Targets policyName={policyName} /> },
              ]}
            />
            {isEditing && (
              <FieldsDialog
                title={`Edit policy ${policyName}`}
                fields={[
                  documentField,
                  {
                    name: "active",
                    label: "Status",
                    kind: "check",
                    text: "Set the edited version as the active version for this policy",
                  },
                ]}
                initial={{ document: formatJson(policyDocument), active: "true" }}
                submit="Save as new version"
                failed="The version could not be saved"
                done="Successfully saved a new version."
                save={({ document, active }) =>
                  client.send(
                    new CreatePolicyVersionCommand({
                      policyName,
                      policyDocument: document,
                      setAsDefault: active === "true",
                    }),
                  )
                }
                onSaved={policy.refresh}
                onClose={() => setEditing(false)}
              />
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Document({ text }: { text: string }) {
  return (
    <Container header={<Header variant="h2">Policy document</Header>}>
      <SpaceBetween size="s">
        <WordsList document={parseDocument(text)} />
        <JsonText text={text} />
      </SpaceBetween>
    </Container>
  );
}

function Versions({ policyName, onChange }: { policyName: string; onChange: () => void }) {
  const client = useClient(IoTClient);
  const notify = useNotify();
  const [shown, setShown] = useState<{ readonly id: string; readonly text: string }>();
  const versions = useLive(
    `iot/policies/${policyName}/versions`,
    async () => (await client.send(new ListPolicyVersionsCommand({ policyName }))).policyVersions ?? [],
  );
  const failed = (error: unknown) => notify.error("The version could not be changed", error);
  const activate = useAction(async ({ versionId }: PolicyVersion) => {
    await client.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId: versionId }));
    notify.success(`Version ${versionId} is active now.`);
    versions.refresh();
    onChange();
  }, failed);
  const show = useAction(async ({ versionId }: PolicyVersion) => {
    const found = await client.send(new GetPolicyVersionCommand({ policyName, policyVersionId: versionId }));
    setShown({ id: versionId ?? "", text: found.policyDocument ?? "" });
  }, failed);
  return (
    <SpaceBetween size="l">
      <PartTable<PolicyVersion>
        id="iot.policy-versions"
        title="All versions"
        description="There are five at the most; devices are held to the active one."
        noun="versions"
        one="version"
        live={versions}
        rowId={({ versionId = "" }) => versionId}
        name={({ versionId = "" }) => versionId}
        columns={[
          {
            id: "version",
            header: "Version",
            cell: ({ versionId }) => versionId,
            value: ({ versionId = "" }) => Number(versionId),
            width: 120,
          },
          {
            id: "status",
            header: "Status",
            cell: ({ isDefaultVersion }) => (isDefaultVersion ? "Active" : "Inactive"),
            value: ({ isDefaultVersion }) => (isDefaultVersion ? "Active" : "Inactive"),
            width: 140,
          },
          {
            id: "created",
            header: "Created",
            cell: ({ createDate }) => formatTime(createDate),
            value: ({ createDate }) => createDate?.getTime(),
            width: 290,
          },
        ]}
        empty="No versions."
        more={(selected) => (
          <>
            <Button disabled={!selected} onClick={() => selected && void show.run(selected)}>
              View
            </Button>
            <Button
              disabled={!selected || selected.isDefaultVersion}
              onClick={() => selected && void activate.run(selected)}
            >
              Set as active
            </Button>
          </>
        )}
        remove={{
          body: () => "The active version cannot be deleted.",
          run: ({ versionId }) =>
            client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId: versionId })),
        }}
      />
      {shown && (
        <Container header={<Header variant="h2">Version {shown.id}</Header>}>
          <JsonText text={shown.text} />
        </Container>
      )}
    </SpaceBetween>
  );
}

function Targets({ policyName }: { policyName: string }) {
  const client = useClient(IoTClient);
  const targets = useLive(
    `iot/policies/${policyName}/targets`,
    async () => (await client.send(new ListTargetsForPolicyCommand({ policyName }))).targets ?? [],
  );
  return (
    <PartTable<string>
      id="iot.policy-targets"
      title="Targets"
      description="The certificates and groups that the policy is attached to."
      noun="targets"
      one="target"
      live={targets}
      rowId={(arn) => arn}
      name={certificateIdOf}
      columns={[
        {
          id: "arn",
          header: "Target",
          cell: (arn) => <RouteLink href={targetPath(arn)}>{arn}</RouteLink>,
          value: (arn) => arn,
        },
      ]}
      empty="The policy is attached to nothing."
      remove={{
        text: "Detach",
        body: () => "What the policy allows is allowed no more.",
        run: (target) => client.send(new DetachPolicyCommand({ policyName, target })),
      }}
    />
  );
}

function targetPath(arn: string): string {
  return arn.includes(":thinggroup/") ? groupPath(certificateIdOf(arn)) : certificatePath(certificateIdOf(arn));
}
