import { type Group, IAMClient, paginateListGroups } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
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
    <Page title="User groups" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="iam.groups"
        title="User groups"
        titleVariant="h1"
        variant="full-page"
        noun="user groups"
        description="A user group is a collection of IAM users. Use groups to specify permissions for a collection of users."
        live={groups}
        columns={columns}
        rowId={({ GroupName = "" }) => GroupName}
        select="multi"
        sortBy={{ column: "name" }}
        empty={{
          text: "No user groups.",
          action: <RouteButton href="/console/iam/groups/create">Create group</RouteButton>,
        }}
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => void remove(selected.map(({ GroupName = "" }) => GroupName))}
            >
              Delete
            </Button>
            <RouteButton variant="primary" href="/console/iam/groups/create">
              Create group
            </RouteButton>
          </>
        )}
      />
    </Page>
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
