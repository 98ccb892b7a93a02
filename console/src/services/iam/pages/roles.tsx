import { IAMClient, paginateListRoles, type Role } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { principalInWords } from "../../../policy/in-words.ts";
import { decodeDocument, parseDocument, statementsOf } from "../../../policy/policy-document.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";
import { RoleActivity } from "../last-used/last-activity.tsx";
import { entityPath } from "../paths.ts";
import { useRemoveEntities } from "../use-remove-entities.tsx";

export function Component() {
  const client = useClient(IAMClient);
  const roles = useLive("iam/roles", async (signal) => {
    const found: Role[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      signal.throwIfAborted();
      found.push(...Roles);
    }
    return found;
  });
  const remove = useRemoveEntities("role", roles.refresh);
  return (
    <ListPage
      id="iam.roles"
      title="Roles"
      noun="roles"
      description="An IAM role is an identity you can create that has specific permissions with credentials that are valid for short durations. Roles can be assumed by entities that you trust."
      live={roles}
      columns={columns}
      rowId={({ RoleName = "" }) => RoleName}
      select="multi"
      rowArn={({ Arn }) => Arn}
      sortBy={{ column: "name" }}
      create={{ text: "Create role", href: "/console/iam/roles/create" }}
      empty="No roles."
      actions={(selected) => (
        <>
          <Button
            disabled={selected.length === 0}
            onClick={() => void remove(selected.map(({ RoleName = "" }) => RoleName))}
          >
            Delete
          </Button>
          <RouteButton href="/console/iam/create-service-linked-role">Create service-linked role</RouteButton>
        </>
      )}
    />
  );
}

const columns: readonly Column<Role>[] = [
  {
    id: "name",
    header: "Role name",
    cell: ({ RoleName = "" }) => <RouteLink href={entityPath("roles", RoleName)}>{RoleName}</RouteLink>,
    value: ({ RoleName }) => RoleName,
    width: 300,
  },
  { id: "trusted", header: "Trusted entities", cell: trusted, value: trusted, width: 420 },
  {
    id: "used",
    header: "Last activity",
    cell: ({ RoleName = "" }) => <RoleActivity name={RoleName} />,
    width: 150,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => formatAge(CreateDate),
    value: ({ CreateDate }) => toMs(CreateDate),
    width: 160,
  },
];

/** Who may take the role on. */
function trusted({ AssumeRolePolicyDocument }: Role): string {
  const document = parseDocument(decodeDocument(AssumeRolePolicyDocument));
  return statementsOf(document)
    .flatMap(({ Principal }) => (Principal ? principalInWords(Principal) : []))
    .join(", ");
}
