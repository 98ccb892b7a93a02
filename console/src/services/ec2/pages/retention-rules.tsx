import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import {
  DeleteRuleCommand,
  ListRulesCommand,
  LockRuleCommand,
  RbinClient,
  type RuleSummary,
  UnlockRuleCommand,
} from "../recycle-bin-client.ts";

interface Rule extends RuleSummary {
  readonly type: string;
}

/** What a lock that is set here is unlocked after. */
const unlockDays = 7;

export function Component() {
  const several = useSeveral();
  const client = useClient(RbinClient);
  const confirmed = useConfirmed();
  const live = useLive("rbin/rules", async (): Promise<Rule[]> => {
    const types = ["EBS_SNAPSHOT", "EC2_IMAGE", "EBS_VOLUME"] as const;
    const lists = await Promise.all(
      types.map((ResourceType) => client.send(new ListRulesCommand({ ResourceType, MaxResults: 1_000 }))),
    );
    return lists.flatMap(({ Rules = [] }, index) => Rules.map((rule) => ({ ...rule, type: types[index] ?? "" })));
  });
  const remove = ({ Identifier = "" }: Rule) =>
    confirmed(
      {
        title: `Delete ${Identifier}?`,
        body: <>What is in the bin stays as long as it was to stay.</>,
        action: "Delete",
      },
      () => client.send(new DeleteRuleCommand({ Identifier })),
      { done: `Rule ${Identifier} deleted.`, failed: `${Identifier} could not be deleted`, onChange: live.refresh },
    );
  const lock = ({ Identifier = "" }: Rule) =>
    confirmed(
      {
        title: `Lock ${Identifier}?`,
        body: <>Nobody can change or delete it, until it is unlocked and {unlockDays} days have passed.</>,
        action: "Lock",
      },
      () =>
        client.send(
          new LockRuleCommand({
            Identifier,
            LockConfiguration: { UnlockDelay: { UnlockDelayValue: unlockDays, UnlockDelayUnit: "DAYS" } },
          }),
        ),
      { done: `Rule ${Identifier} locked.`, failed: `${Identifier} could not be locked`, onChange: live.refresh },
    );
  const unlock = ({ Identifier = "" }: Rule) =>
    confirmed(
      { title: `Unlock ${Identifier}?`, body: <>It can be changed when its delay has passed.</>, action: "Unlock" },
      () => client.send(new UnlockRuleCommand({ Identifier })),
      { done: `Rule ${Identifier} unlocked.`, failed: `${Identifier} could not be unlocked`, onChange: live.refresh },
    );
  return (
    <ListPage<Rule>
      id="ec2.retention-rules"
      title="Retention rules"
      noun="rules"
      feature="Recycle Bin"
      live={live}
      columns={columns}
      rowId={({ Identifier = "" }) => Identifier}
      select="multi"
      sortBy={{ column: "id" }}
      filters={[{ id: "type", label: "Resource type", value: ({ type }) => type }]}
      create={{ text: "Create retention rule", href: "/console/ec2/create-retention-rule" }}
      empty="No retention rules. Without one what is deleted is gone at once."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <ButtonDropdown
            disabled={!selected}
            items={[
              { id: "lock", text: "Lock rule", disabled: selected?.LockState === "locked" },
              { id: "unlock", text: "Unlock rule", disabled: selected?.LockState !== "locked" },
            ]}
            onItemClick={({ detail }) => selected && void (detail.id === "lock" ? lock(selected) : unlock(selected))}
          >
            Rule lock
          </ButtonDropdown>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "retention rules", remove)}>
            Delete retention rule
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<Rule>[] = [
  {
    id: "id",
    header: "Rule ID",
    cell: ({ Identifier }) => Identifier,
    value: ({ Identifier }) => Identifier,
    width: 150,
  },
  { id: "type", header: "Resource type", cell: ({ type }) => type, value: ({ type }) => type, width: 150 },
  {
    id: "days",
    header: "Retention period",
    cell: ({ RetentionPeriod }) => `${RetentionPeriod?.RetentionPeriodValue} days`,
    value: ({ RetentionPeriod }) => RetentionPeriod?.RetentionPeriodValue,
    width: 150,
  },
  {
    id: "lock",
    header: "Lock state",
    cell: ({ LockState }) => LockState ?? "-",
    value: ({ LockState }) => LockState,
    width: 130,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description }) => Description,
    width: 280,
  },
];
