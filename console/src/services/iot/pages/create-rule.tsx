import { Page } from "../../../shell/page.tsx";
import { RuleEditor } from "../rule/rule-editor.tsx";

export function Component() {
  return (
    <Page title="Create rule" breadcrumbs={[{ text: "Rules", href: "/console/iot/rules" }]}>
      <RuleEditor />
    </Page>
  );
}
