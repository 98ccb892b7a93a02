import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { formatJson } from "../../../policy/policy-document.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { rulePath, rulesPath } from "../paths.ts";
import { type RuleWithTargets, useRule } from "../rule/rule.ts";
import { initialRule, RuleFields, type RuleForm } from "../rule/rule-form.tsx";
import { isEnabled } from "../rule/rules.ts";
import { saveRule } from "../rule/save-rule.ts";
import { toTargetForm } from "../target/target-form.ts";

export function Component() {
  const { bus = "", rule = "" } = useParams();
  const live = useRule(bus, rule);
  const first = useRef<RuleWithTargets>(undefined);
  first.current ??= live.data;
  return (
    <Page
      title="Edit rule"
      breadcrumbs={[
        { text: "Rules", href: rulesPath(bus) },
        { text: rule, href: rulePath(bus, rule) },
      ]}
    >
      <Loaded live={{ ...live, data: first.current }} what={`the rule ${rule}`} feature="EventBridge">
        {(found) => <EditRule bus={bus} found={found} />}
      </Loaded>
    </Page>
  );
}

function EditRule({ bus, found: { rule, targets } }: { bus: string; found: RuleWithTargets }) {
  const { client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const { Name = "", Description = "", ScheduleExpression, EventPattern } = rule;
  const [form, setForm] = useState<RuleForm>(() => ({
    name: Name,
    description: Description,
    bus,
    isEnabled: isEnabled(rule),
    type: ScheduleExpression ? "schedule" : "pattern",
    pattern: EventPattern ? formatJson(EventPattern) : initialRule.pattern,
    schedule: ScheduleExpression ?? "",
    targets: targets.map(toTargetForm),
  }));
  const change = (part: Partial<RuleForm>) => setForm((before) => ({ ...before, ...part }));
  const back = rulePath(bus, Name);
  const save = useAction(async () => {
    await saveRule(client, form, { isNew: false, before: targets });
    await navigate(back);
    notify.success(`Rule ${Name} was updated successfully.`);
  });
  return (
    <EditForm action={save} submit="Update rule" cancelTo={back} failed="The rule could not be saved">
      <RuleFields form={form} change={change} isNew={false} />
    </EditForm>
  );
}
