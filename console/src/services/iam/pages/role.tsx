import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand, UpdateRoleCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { policyInWords } from "../../../policy/in-words.ts";
import { PolicyDialog } from "../../../policy/policy-dialog.tsx";
import { decodeDocument, parseDocument } from "../../../policy/policy-document.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatAge, formatTime } from "../../../text/times.ts";
import { HeldPolicies } from "../holder/held-policies.tsx";
import { LastAccessed } from "../last-used/last-accessed.tsx";
import { simulateHref } from "../paths.ts";
import { EntityTags } from "../tags/entity-tags.tsx";
import { useRemoveEntities } from "../use-remove-entities.tsx";

export function Component() {
  const { name = "" } = useParams();
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const role = useLive(
    `iam/role-only/${name}`,
    async () => (await client.send(new GetRoleCommand({ RoleName: name }))).Role,
    { everyMs: 2_000 },
  );
  const remove = useRemoveEntities("role", () => undefined);
  const [dialog, setDialog] = useState<"trust" | "edit">();
  const trust = decodeDocument(role.data?.AssumeRolePolicyDocument);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Roles", href: "/console/iam/roles" }]}
      description={role.data?.Description}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <RouteButton href={simulateHref(role.data?.Arn)} disabled={!role.data}>
            Simulate
          </RouteButton>
          <Button
            disabled={!role.data}
            onClick={async () => {
              if (await remove([name])) await navigate("/console/iam/roles");
            }}
          >
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      {role.data ? (
        <SpaceBetween size="l">
          <Container
            header={
              <Header variant="h2" actions={<Button onClick={() => setDialog("edit")}>Edit</Button>}>
                Summary
              </Header>
            }
          >
            <KeyValuePairs
              columns={2}
              items={[
                { label: "Creation date", value: formatTime(role.data.CreateDate) },
                { label: "ARN", value: <span className="squall-anywhere">{role.data.Arn}</span> },
                {
                  label: "Maximum session duration",
                  value: `${(role.data.MaxSessionDuration ?? 3_600) / 3_600} hour(s)`,
                },
                { label: "Path", value: role.data.Path },
                {
                  label: "Last activity",
                  value: role.data.RoleLastUsed?.LastUsedDate
                    ? `${formatAge(role.data.RoleLastUsed.LastUsedDate)} in ${role.data.RoleLastUsed.Region}`
                    : "Never used",
                },
                { label: "Description", value: role.data.Description || "-" },
              ]}
            />
          </Container>
          <PageTabs
            label="Role"
            tabs={[
              { id: "permissions", label: "Permissions", content: <HeldPolicies holder={{ kind: "role", name }} /> },
              {
                id: "trust",
                label: "Trust relationships",
                content: (
                  <Container
                    header={
                      <Header
                        variant="h2"
                        description="Entities that can assume this role under specified conditions."
                        actions={<Button onClick={() => setDialog("trust")}>Edit trust policy</Button>}
                      >
                        Trusted entities
                      </Header>
                    }
                  >
                    <ul className="squall-words">
                      {policyInWords(parseDocument(trust)).map((sentence) => (
                        <li key={sentence}>{sentence}</li>
                      ))}
                    </ul>
                    <pre className="squall-pre">{trust}</pre>
                  </Container>
                ),
              },
              { id: "accessed", label: "Last Accessed", content: <LastAccessed arn={role.data.Arn ?? ""} /> },
              { id: "tags", label: "Tags", content: <EntityTags kind="role" name={name} /> },
            ]}
          />
          {dialog === "trust" && (
            <PolicyDialog
              title={`Edit trust policy of ${name}`}
              document={trust}
              save={async (PolicyDocument) => {
                await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
                notify.success("Trust policy updated.");
                role.refresh();
              }}
              onClose={() => setDialog(undefined)}
            />
          )}
          {dialog === "edit" && (
            <EditRole
              name={name}
              description={role.data.Description ?? ""}
              maxSeconds={role.data.MaxSessionDuration ?? 3_600}
              onClose={() => setDialog(undefined)}
              onChange={role.refresh}
            />
          )}
        </SpaceBetween>
      ) : role.isLoading ? (
        <StatusIndicator type="loading">Loading the role</StatusIndicator>
      ) : (
        <ErrorAlert
          error={role.error}
          title={`The role ${name} could not be read`}
          onRetry={role.refresh}
          action={<RouteButton href="/console/iam/roles">Roles</RouteButton>}
        />
      )}
    </Page>
  );
}

interface EditRoleProps {
  readonly name: string;
  readonly description: string;
  readonly maxSeconds: number;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function EditRole({ name, description, maxSeconds, onClose, onChange }: EditRoleProps) {
  const client = useClient(IAMClient);
  const notify = useNotify();
  const [text, setText] = useState(description);
  const [hours, setHours] = useState(String(maxSeconds / 3_600));
  const save = useAction(async () => {
    await client.send(
      new UpdateRoleCommand({ RoleName: name, Description: text, MaxSessionDuration: Number(hours) * 3_600 }),
    );
    notify.success(`Role ${name} was updated.`);
    onChange();
  });
  return (
    <EditDialog title={`Edit ${name}`} action={save} failed="The role could not be saved" onClose={onClose}>
      <FormField label="Description">
        <Input value={text} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
      <Field
        label="Maximum session duration (hours)"
        constraintText="1 to 12"
        problem={Number(hours) >= 1 && Number(hours) <= 12 ? undefined : "Enter 1 to 12 hours."}
      >
        <Input type="number" inputMode="decimal" value={hours} onChange={({ detail }) => setHours(detail.value)} />
      </Field>
    </EditDialog>
  );
}
