import {
  CreateLifecyclePolicyCommand,
  DLMClient,
  GetLifecyclePolicyCommand,
  type LifecyclePolicy,
  UpdateLifecyclePolicyCommand,
} from "@aws-sdk/client-dlm";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useRoleChoices } from "../../../choices/roles.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { policyPath } from "../paths.ts";
import { fromPolicy, listOf, type PolicyText, toDetails } from "../policies/policy-text.ts";
import { problemOf } from "../volumes/volume-shape.tsx";

/** Creates a policy, or changes the one that the address names. */
export function Component() {
  const { id } = useParams();
  return id === undefined ? <PolicyForm policy={undefined} /> : <Edited key={id} id={id} />;
}

function Edited({ id }: { readonly id: string }) {
  const client = useClient(DLMClient);
  const live = useLive(
    `dlm/policies/${id}/edited`,
    async (abortSignal) => (await client.send(new GetLifecyclePolicyCommand({ PolicyId: id }), { abortSignal })).Policy,
    { everyMs: Number.POSITIVE_INFINITY },
  );
  if (live.data) return <PolicyForm policy={live.data} />;
  return (
    <Page title={`Modify ${id}`} breadcrumbs={[{ text: "Lifecycle Manager", href: "/console/ec2/lifecycle-policies" }]}>
      <Loaded live={live as Live<LifecyclePolicy>} what={`the policy ${id}`}>
        {() => null}
      </Loaded>
    </Page>
  );
}

const resources = [
  { value: "VOLUME", label: "Volumes" },
  { value: "INSTANCE", label: "Instances" },
];
const frequencies = [
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => ({ value: String(hours), label: `Every ${hours} hours` })),
  { value: "24", label: "Every day" },
  { value: "cron", label: "Custom cron expression" },
];
const retentions = [
  { value: "COUNT", label: "Count" },
  { value: "DAYS", label: "Days" },
  { value: "WEEKS", label: "Weeks" },
  { value: "MONTHS", label: "Months" },
  { value: "YEARS", label: "Years" },
];

function PolicyForm({ policy }: { readonly policy: LifecyclePolicy | undefined }) {
  const client = useClient(DLMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const roles = useRoleChoices();
  const [text, setText] = useState<PolicyText>(() => fromPolicy(policy));
  const change = (part: Partial<PolicyText>) => setText({ ...text, ...part });
  const save = useAction(async () => {
    const common = { Description: text.description, ExecutionRoleArn: text.role, State: text.state };
    const PolicyDetails = toDetails(text, policy?.PolicyDetails);
    let id = policy?.PolicyId;
    if (id === undefined)
      id = (await client.send(new CreateLifecyclePolicyCommand({ ...common, PolicyDetails }))).PolicyId ?? "";
    else await client.send(new UpdateLifecyclePolicyCommand({ PolicyId: id, ...common, PolicyDetails }));
    await navigate(policyPath(id));
    notify.success(`Policy ${id} was ${policy ? "modified" : "created"} successfully.`);
  });
  const back = policy ? policyPath(policy.PolicyId ?? "") : "/console/ec2/lifecycle-policies";
  return (
    <Page
      title={policy ? `Modify ${policy.PolicyId}` : "Create lifecycle policy"}
      breadcrumbs={[{ text: "Lifecycle Manager", href: "/console/ec2/lifecycle-policies" }]}
    >
      <EditForm
        action={save}
        submit={policy ? "Modify policy" : "Create policy"}
        cancelTo={back}
        failed="The policy could not be saved"
      >
        <Container header={<Header variant="h2">Settings</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Policy description"
              problem={
                /^[0-9A-Za-z _-]{1,500}$/.test(text.description) ? undefined : "Letters, digits, spaces, _ and -."
              }
            >
              <Input value={text.description} onChange={({ detail }) => change({ description: detail.value })} />
            </Field>
            <Field label="Target resource type" problem={undefined}>
              <Select
                selectedOption={resources.find(({ value }) => value === text.resource) ?? null}
                options={resources}
                onChange={({ detail }) => change({ resource: detail.selectedOption.value ?? "VOLUME" })}
              />
            </Field>
            <Field
              label="Target resource tags"
              description="Resources with one of these tags are backed up."
              problem={text.targets.some(({ key }) => key !== "") ? undefined : "Add a tag."}
            >
              <PairsEditor
                pairs={text.targets}
                onChange={(targets) => change({ targets })}
                addText="Add tag"
                emptyText="No tags yet."
              />
            </Field>
            <ChoiceField
              label="IAM role"
              description="In its name snapshots are taken and deleted."
              value={text.role}
              onChange={(role) => change({ role })}
              choices={roles}
              problem={checkArn(text.role, "iam", "a role")}
            />
            <Toggle
              checked={text.state === "ENABLED"}
              onChange={({ detail }) => change({ state: detail.checked ? "ENABLED" : "DISABLED" })}
            >
              Enable policy
            </Toggle>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Schedule</Header>}>
          <SpaceBetween size="l">
            <Field label="Schedule name" problem={text.schedule === "" ? "Enter a name." : undefined}>
              <Input value={text.schedule} onChange={({ detail }) => change({ schedule: detail.value })} />
            </Field>
            <Field label="Frequency" problem={undefined}>
              <Select
                selectedOption={frequencies.find(({ value }) => value === text.frequency) ?? null}
                options={frequencies}
                onChange={({ detail }) => change({ frequency: detail.selectedOption.value ?? "24" })}
              />
            </Field>
            {text.frequency === "cron" ? (
              <Field
                label="Cron expression"
                constraintText="cron(minutes hours day-of-month month day-of-week year), in UTC"
                problem={/^cron\(.+\)$/.test(text.cron) ? undefined : "Enter cron(…)."}
              >
                <Input value={text.cron} spellcheck={false} onChange={({ detail }) => change({ cron: detail.value })} />
              </Field>
            ) : (
              <Field
                label="Starting at"
                constraintText="hh:mm, in UTC"
                problem={/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text.time) ? undefined : "Enter a time such as 09:00."}
              >
                <Input value={text.time} onChange={({ detail }) => change({ time: detail.value })} />
              </Field>
            )}
            <Field label="Retention type" problem={undefined}>
              <Select
                selectedOption={retentions.find(({ value }) => value === text.retention) ?? null}
                options={retentions}
                onChange={({ detail }) => change({ retention: detail.selectedOption.value ?? "COUNT" })}
              />
            </Field>
            <Field label="Keep" problem={problemOf(text.keep)}>
              <Input type="number" value={text.keep} onChange={({ detail }) => change({ keep: detail.value })} />
            </Field>
            <Toggle checked={text.copiesTags} onChange={({ detail }) => change({ copiesTags: detail.checked })}>
              Copy tags from source
            </Toggle>
            <Field label="Tags added to snapshots - optional" problem={undefined}>
              <PairsEditor
                pairs={text.added}
                onChange={(added) => change({ added })}
                addText="Add tag"
                emptyText="No tags."
              />
            </Field>
            <Field
              label="Copy snapshots to another Region - optional"
              constraintText="eu-west-1, for example. Copies are kept for as many days."
              problem={
                text.copyTo === "" || /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(text.copyTo) ? undefined : "That is no Region."
              }
            >
              <Input
                value={text.copyTo}
                spellcheck={false}
                onChange={({ detail }) => change({ copyTo: detail.value })}
              />
            </Field>
            {text.copyTo !== "" && (
              <Field label="Keep copies (days)" problem={problemOf(text.copyDays)}>
                <Input
                  type="number"
                  value={text.copyDays}
                  onChange={({ detail }) => change({ copyDays: detail.value })}
                />
              </Field>
            )}
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Advanced settings</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Share snapshots with accounts - optional"
              constraintText="12 digits each, with commas between them."
              problem={
                listOf(text.shareWith).every((account) => /^\d{12}$/.test(account)) ? undefined : "That is no account."
              }
            >
              <Input
                value={text.shareWith}
                spellcheck={false}
                onChange={({ detail }) => change({ shareWith: detail.value })}
              />
            </Field>
            {listOf(text.shareWith).length > 0 && (
              <Field
                label="Unshare after (days) - optional"
                problem={text.shareDays === "" ? undefined : problemOf(text.shareDays)}
              >
                <Input
                  type="number"
                  value={text.shareDays}
                  onChange={({ detail }) => change({ shareDays: detail.value })}
                />
              </Field>
            )}
            <Field
              label="Fast snapshot restore in zones - optional"
              constraintText="us-east-1a, us-east-1b, for example."
              problem={
                listOf(text.fastZones).every((zone) => /^(?:[a-z]+-){2,3}\d[a-z]$/.test(zone))
                  ? undefined
                  : "That is no Availability Zone."
              }
            >
              <Input
                value={text.fastZones}
                spellcheck={false}
                onChange={({ detail }) => change({ fastZones: detail.value })}
              />
            </Field>
            {listOf(text.fastZones).length > 0 && (
              <Field
                label={`Restored fast (${unitOf(text)})`}
                description="The newest of a volume, by the schedule's retention type."
                problem={problemOf(text.fastKeep)}
              >
                <Input
                  type="number"
                  value={text.fastKeep}
                  onChange={({ detail }) => change({ fastKeep: detail.value })}
                />
              </Field>
            )}
            <Toggle
              checked={text.archives}
              description="Of volumes, where a snapshot is taken every 28 days at most."
              onChange={({ detail }) => change({ archives: detail.checked })}
            >
              Archive snapshots
            </Toggle>
            {text.archives && (
              <Field
                label={`Keep in the archive (${unitOf(text)})`}
                constraintText="90 days at least."
                problem={problemOf(text.archiveKeep)}
              >
                <Input
                  type="number"
                  value={text.archiveKeep}
                  onChange={({ detail }) => change({ archiveKeep: detail.value })}
                />
              </Field>
            )}
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function unitOf({ retention }: PolicyText): string {
  return retention === "COUNT" ? "snapshots" : retention.toLowerCase();
}
