import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { type Action, useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

/** AWS deletes only a rule without targets, so they go first. */
export function useDeleteRule(bus: string, onChange: () => void): (name: string) => Promise<boolean> {
  const client = useClient(EventBridgeClient);
  const confirmed = useConfirmed();
  return (Name) =>
    confirmed(
      {
        title: `Delete rule ${Name}?`,
        body: (
          <>
            Rule <b className="squall-anywhere">{Name}</b> of event bus {bus} and its targets are deleted permanently.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName: bus }));
        const Ids = Targets.map(({ Id = "" }) => Id);
        if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName: bus, Ids }));
        await client.send(new DeleteRuleCommand({ Name, EventBusName: bus }));
      },
      { done: `Rule ${Name} was deleted successfully.`, failed: `Rule ${Name} could not be deleted`, onChange },
    );
}

export function useToggleRule(bus: string, onChange: () => void): Action<[name: string, enabled: boolean]> {
  const client = useClient(EventBridgeClient);
  const notify = useNotify();
  return useAction(
    async (Name: string, enabled: boolean) => {
      const named = { Name, EventBusName: bus };
      if (enabled) await client.send(new EnableRuleCommand(named));
      else await client.send(new DisableRuleCommand(named));
      notify.success(`Rule ${Name} was ${enabled ? "enabled" : "disabled"} successfully.`);
      onChange();
    },
    (error) => notify.error("The rule could not be changed", error),
  );
}
