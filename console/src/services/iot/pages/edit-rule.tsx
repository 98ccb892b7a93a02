import { GetTopicRuleCommand, IoTClient } from "@aws-sdk/client-iot";
import { useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { rulePath } from "../paths.ts";
import { RuleEditor } from "../rule/rule-editor.tsx";
import { fromAction } from "../rule/rule-form.ts";

export function Component() {
  const { name: ruleName = "" } = useParams();
  const client = useClient(IoTClient);
  const { account, region } = useSession();
  // Read once: what comes later must not go over what has been typed.
  const read = useLive(`iot/rules/${ruleName}/edit`, () => client.send(new GetTopicRuleCommand({ ruleName })), {
    everyMs: Number.POSITIVE_INFINITY,
  });
  return (
    <Page
      title={`Edit rule ${ruleName}`}
      breadcrumbs={[
        { text: "Rules", href: "/console/iot/rules" },
        { text: ruleName, href: rulePath(ruleName) },
      ]}
    >
      <Loaded live={read} what={`the rule ${ruleName}`} feature="AWS IoT">
        {({ rule: { sql = "", description = "", actions = [], errorAction, ...others } = {} }) => (
          <RuleEditor
            rule={{
              isDisabled: others.ruleDisabled ?? false,
              form: {
                name: ruleName,
                description,
                sql,
                version: others.awsIotSqlVersion ?? "2015-10-08",
                actions: actions.map((action, index) => fromAction(action, index + 1, { account, region })),
                errorAction: errorAction && fromAction(errorAction, 0, { account, region }),
              },
            }}
          />
        )}
      </Loaded>
    </Page>
  );
}
