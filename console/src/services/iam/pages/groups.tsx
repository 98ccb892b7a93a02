import { type Group, IAMClient, paginateListGroups } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { entityPath } from "../paths.ts";
import { useRemoveEntities } from "../use-remove-entities.tsx";

export function Component() {
  const client = useClient(IAMClient);
  const groups = useLive("iam/groups", async (signal) => {
    const found: Group[] = [];
    for await (const { Groups = [] } of paginateListGroups({ client }, {})) {
      signal.throwIfAborted();
      found.push(...Groups);
    }
    return found;
  });
  const remove = useRemoveEntities("group", groups.refresh);
  return (
    <ListPage
      id="iam.groups"
      title="User groups"
      noun="user groups"
      description="A user group is a collection of IAM users. Use groups to specify permissions for a collection of users."
      live={groups}
      columns={columns}
      rowId={({ GroupName = "" }) => GroupName}
      select="multi"
      rowArn={({ Arn }) => Arn}
      sortBy={{ column: "name" }}
      create={{ text: "Create group", href: "/console/iam/groups/create" }}
      empty="No user groups."
      actions={(selected) => (
        <>
          <Button
            disabled={selected.length === 0}
            onClick={() => void remove(selected.map(({ GroupName = "" }) => GroupName))}
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<Group>[] = [
  {
    id: "name",
    header: "Group name",
    cell: ({ GroupName = "" }) => <RouteLink href={entityPath("groups", GroupName)}>{GroupName}</RouteLink>,
    value: ({ GroupName }) => GroupName,
    width: 300,
  },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn, value: ({ Arn }) => Arn, width: 380 },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => formatAge(CreateDate),
    value: ({ CreateDate }) => toMs(CreateDate),
    width: 160,
  },
];
