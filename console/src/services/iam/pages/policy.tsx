import { CreatePolicyVersionCommand, GetPolicyCommand, GetPolicyVersionCommand, IAMClient } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { policyInWords } from "../../../policy/in-words.ts";
import { PolicyDialog } from "../../../policy/policy-dialog.tsx";
import { decodeDocument, parseDocument } from "../../../policy/policy-document.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { LastAccessed } from "../last-used/last-accessed.tsx";
import { EntitiesAttached } from "../policy/entities-attached.tsx";
import { makeRoom } from "../policy/make-room.ts";
import { PolicyVersions } from "../policy/policy-versions.tsx";
import { EntityTags } from "../tags/entity-tags.tsx";
import { isAwsManaged, useDeletePolicies } from "./policies.tsx";

export function Component() {
  const { arn: PolicyArn = "" } = useParams();
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [isEditing, setEditing] = useState(false);
  const remove = useDeletePolicies(() => undefined);
  const policy = useLive(
    `iam/policy/${PolicyArn}`,
    async () => {
      const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
      const version = await client.send(
        new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
      );
      return { policy: Policy!, document: decodeDocument(version.PolicyVersion?.Document) };
    },
    { everyMs: 2_000 },
  );
  const name = PolicyArn.split("/").at(-1) ?? PolicyArn;
  const isOwn = policy.data !== undefined && !isAwsManaged(policy.data.policy);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Policies", href: "/console/iam/policies" }]}
      description={policy.data?.policy.Description}
      actions={
        isOwn && (
          <Button
            onClick={async () => {
              if (await remove([policy.data!.policy])) await navigate("/console/iam/policies");
            }}
          >
            Delete
          </Button>
        )
      }
    >
      {policy.data ? (
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Policy details</Header>}>
            <KeyValuePairs
              columns={2}
              items={[
                { label: "Type", value: isOwn ? "Customer managed" : "AWS managed" },
                { label: "ARN", value: <span className="squall-anywhere">{PolicyArn}</span> },
                { label: "Creation time", value: formatTime(policy.data.policy.CreateDate) },
                { label: "Default version", value: policy.data.policy.DefaultVersionId },
                { label: "Attached to", value: `${policy.data.policy.AttachmentCount ?? 0} entities` },
                { label: "Description", value: policy.data.policy.Description || "-" },
              ]}
            />
          </Container>
          <PageTabs
            label="Policy"
            tabs={[
              {
                id: "permissions",
                label: "Permissions",
                content: (
                  <Container
                    header={
                      <Header variant="h2" actions={isOwn && <Button onClick={() => setEditing(true)}>Edit</Button>}>
                        Permissions defined in this policy
                      </Header>
                    }
                  >
                    <ul className="squall-words">
                      {policyInWords(parseDocument(policy.data.document)).map((sentence) => (
                        <li key={sentence}>{sentence}</li>
                      ))}
                    </ul>
                    <pre className="squall-pre">{policy.data.document}</pre>
                  </Container>
                ),
              },
              { id: "entities", label: "Entities attached", content: <EntitiesAttached arn={PolicyArn} /> },
              {
                id: "versions",
                label: "Policy versions",
                content: <PolicyVersions arn={PolicyArn} isOwn={isOwn} onChange={policy.refresh} />,
              },
              { id: "accessed", label: "Last Accessed", content: <LastAccessed arn={PolicyArn} /> },
              ...(isOwn ? [{ id: "tags", label: "Tags", content: <EntityTags kind="policy" name={PolicyArn} /> }] : []),
            ]}
          />
          {isEditing && (
            <PolicyDialog
              title={`Edit ${name}`}
              document={policy.data.document}
              hasVisual
              save={async (PolicyDocument) => {
                await makeRoom(client, PolicyArn);
                await client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
                notify.success(`Policy ${name} updated.`);
                policy.refresh();
              }}
              onClose={() => setEditing(false)}
            />
          )}
        </SpaceBetween>
      ) : policy.isLoading ? (
        <StatusIndicator type="loading">Loading the policy</StatusIndicator>
      ) : (
        <ErrorAlert error={policy.error} title={`The policy ${name} could not be read`} onRetry={policy.refresh} />
      )}
    </Page>
  );
}
