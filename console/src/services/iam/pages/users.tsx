import { IAMClient, paginateListUsers, type User } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { UserActivity } from "../last-used/last-activity.tsx";
import { entityPath } from "../paths.ts";
import { useRemoveEntities } from "../use-remove-entities.tsx";

export function Component() {
  const client = useClient(IAMClient);
  const users = useLive("iam/users", async (signal) => {
    const found: User[] = [];
    for await (const { Users = [] } of paginateListUsers({ client }, {})) {
      signal.throwIfAborted();
      found.push(...Users);
    }
    return found;
  });
  const remove = useRemoveEntities("user", users.refresh);
  return (
    <ListPage
      id="iam.users"
      title="Users"
      noun="users"
      description="An IAM user is an identity with long-term credentials that is used to interact with AWS in an account."
      live={users}
      columns={columns}
      rowId={({ UserName = "" }) => UserName}
      select="multi"
      rowArn={({ Arn }) => Arn}
      sortBy={{ column: "name" }}
      create={{ text: "Create user", href: "/console/iam/users/create" }}
      empty="No users. With “--auth enforce” each client needs one, with an access key."
      actions={(selected) => (
        <>
          <Button
            disabled={selected.length === 0}
            onClick={() => void remove(selected.map(({ UserName = "" }) => UserName))}
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<User>[] = [
  {
    id: "name",
    header: "User name",
    cell: ({ UserName = "" }) => <RouteLink href={entityPath("users", UserName)}>{UserName}</RouteLink>,
    value: ({ UserName }) => UserName,
    width: 260,
  },
  { id: "path", header: "Path", cell: ({ Path }) => Path, value: ({ Path }) => Path, width: 120 },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn, value: ({ Arn }) => Arn, width: 360 },
  { id: "used", header: "Last activity", cell: (user) => <UserActivity user={user} />, width: 150 },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => formatAge(CreateDate),
    value: ({ CreateDate }) => toMs(CreateDate),
    width: 160,
  },
];
