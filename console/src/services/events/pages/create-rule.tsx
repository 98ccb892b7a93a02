import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { isNotFound } from "../../../aws/errors.ts";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { rulePath, rulesPath } from "../paths.ts";
import { initialRule, RuleFields, type RuleForm } from "../rule/rule-form.tsx";
import { saveRule } from "../rule/save-rule.ts";
import { newTarget } from "../target/target-form.ts";

export function Component() {
  const [search] = useSearchParams();
  const { client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const bus = search.get("bus") ?? "default";
  const [form, setForm] = useState<RuleForm>(() => ({ ...initialRule, bus, targets: [newTarget()] }));
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const change = (part: Partial<RuleForm>) => setForm((before) => ({ ...before, ...part }));
  const create = useAction(async () => {
    // AWS changes a rule of the name instead of refusing.
    await checkIsNew(`a rule ${form.name}`, async () => {
      try {
        await client(EventBridgeClient).send(new DescribeRuleCommand({ Name: form.name, EventBusName: form.bus }));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    });
    await saveRule(client, form, { isNew: true, before: [], tags: fromPairs(tags) });
    await navigate(rulePath(form.bus, form.name));
    notify.success(`Rule ${form.name} was created successfully.`);
  });
  return (
    <Page title="Create rule" breadcrumbs={[{ text: "Rules", href: rulesPath(bus) }]}>
      <EditForm action={create} submit="Create rule" cancelTo={rulesPath(bus)} failed="The rule could not be created">
        <RuleFields form={form} change={change} isNew />
        <Container header={<Header variant="h2">Tags - optional</Header>}>
          <PairsEditor pairs={tags} onChange={setTags} addText="Add new tag" emptyText="No tags." />
        </Container>
      </EditForm>
    </Page>
  );
}
