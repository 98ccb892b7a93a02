import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { fromPairs, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { CreateRuleCommand, RbinClient } from "../recycle-bin-client.ts";
import { problemOf } from "../volumes/volume-shape.tsx";

const types = [
  { value: "EBS_SNAPSHOT", label: "EBS snapshots" },
  { value: "EC2_IMAGE", label: "AMIs" },
  { value: "EBS_VOLUME", label: "EBS volumes" },
] as const;

type RuleType = (typeof types)[number]["value"];

/** Days: volumes are kept for a week at most. */
const mostDays = { EBS_SNAPSHOT: 365, EC2_IMAGE: 365, EBS_VOLUME: 7 } satisfies Record<RuleType, number>;

export function Component() {
  const client = useClient(RbinClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [type, setType] = useState<RuleType>("EBS_SNAPSHOT");
  const [days, setDays] = useState("7");
  const [description, setDescription] = useState("");
  const [tags, setTags] = useState<readonly { key: string; value: string }[]>([]);
  const create = useAction(async () => {
    const { Identifier } = await client.send(
      new CreateRuleCommand({
        ResourceType: type,
        RetentionPeriod: { RetentionPeriodValue: Number(days), RetentionPeriodUnit: "DAYS" },
        Description: description,
        Tags: undefined,
        ResourceTags: Object.entries(fromPairs(tags)).map(([ResourceTagKey, ResourceTagValue]) => ({
          ResourceTagKey,
          ResourceTagValue,
        })),
      }),
    );
    await navigate("/console/ec2/retention-rules");
    notify.success(`Retention rule ${Identifier} was created successfully.`);
  });
  return (
    <Page
      title="Create retention rule"
      breadcrumbs={[{ text: "Retention rules", href: "/console/ec2/retention-rules" }]}
    >
      <EditForm
        action={create}
        submit="Create retention rule"
        cancelTo="/console/ec2/retention-rules"
        failed="The retention rule could not be created"
      >
        <Container header={<Header variant="h2">Retention settings</Header>}>
          <SpaceBetween size="l">
            <Field label="Resource type" problem={undefined}>
              <Select
                selectedOption={types.find(({ value }) => value === type) ?? null}
                options={types}
                onChange={({ detail }) => setType(detail.selectedOption.value as RuleType)}
              />
            </Field>
            <Field
              label="Retention period (days)"
              description="What is deleted can be recovered for so long."
              constraintText={`1 to ${mostDays[type]} days.`}
              problem={Number(days) > mostDays[type] ? `At most ${mostDays[type]} days.` : problemOf(days)}
            >
              <Input type="number" value={days} onChange={({ detail }) => setDays(detail.value)} />
            </Field>
            <Field label="Description - optional" problem={undefined}>
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
            <Field
              label="Resource tags to match - optional"
              description="Only resources with one of these tags are kept. Without tags all of the Region are."
              problem={undefined}
            >
              <PairsEditor pairs={tags} onChange={setTags} addText="Add tag" emptyText="All resources." />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
