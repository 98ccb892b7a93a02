import {
  AddUserToGroupCommand,
  GetGroupCommand,
  IAMClient,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
  type User,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Multiselect from "@cloudscape-design/components/multiselect";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { makeWhole } from "../../../form/create.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { HeldPolicies } from "../holder/held-policies.tsx";
import { entityPath } from "../paths.ts";
import { useRemoveEntities } from "../use-remove-entities.tsx";

export function Component() {
  const { name = "" } = useParams();
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const users = useLive(
    `iam/group/${name}`,
    async () => (await client.send(new GetGroupCommand({ GroupName: name }))).Users ?? [],
  );
  const remove = useRemoveEntities("group", () => undefined);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "User groups", href: "/console/iam/groups" }]}
      actions={
        <Button
          disabled={!users.data}
          onClick={async () => {
            if (await remove([name])) await navigate("/console/iam/groups");
          }}
        >
          Delete
        </Button>
      }
    >
      {users.data ? (
        <Tabs
          ariaLabel="User group"
          tabs={[
            { id: "users", label: "Users", content: <Members group={name} users={users} /> },
            { id: "permissions", label: "Permissions", content: <HeldPolicies holder={{ kind: "group", name }} /> },
          ]}
        />
      ) : users.isLoading ? (
        <StatusIndicator type="loading">Loading the group</StatusIndicator>
      ) : (
        <ErrorAlert error={users.error} title={`The group ${name} could not be read`} onRetry={users.refresh} />
      )}
    </Page>
  );
}

function Members({ group, users }: { group: string; users: Live<readonly User[]> }) {
  const client = useClient(IAMClient);
  const notify = useNotify();
  const [isAdding, setAdding] = useState(false);
  const remove = async (names: readonly string[]) => {
    try {
      for (const UserName of names) await client.send(new RemoveUserFromGroupCommand({ GroupName: group, UserName }));
      notify.success(`Removed ${names.join(", ")} from ${group}.`);
    } catch (error) {
      notify.error("The users could not be removed", error);
    }
    users.refresh();
  };
  return (
    <>
      <ResourceTable
        id="iam.members"
        title="Users in this group"
        noun="users"
        live={users}
        columns={columns}
        rowId={({ UserName = "" }) => UserName}
        select="multi"
        empty={{ text: "No users in this group." }}
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => void remove(selected.map(({ UserName = "" }) => UserName))}
            >
              Remove
            </Button>
            <Button onClick={() => setAdding(true)}>Add users</Button>
          </>
        )}
      />
      {isAdding && (
        <AddUsers group={group} members={users.data ?? []} onClose={() => setAdding(false)} onChange={users.refresh} />
      )}
    </>
  );
}

interface AddUsersProps {
  readonly group: string;
  readonly members: readonly User[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function AddUsers({ group, members, onClose, onChange }: AddUsersProps) {
  const client = useClient(IAMClient);
  const [names, setNames] = useState<readonly string[]>([]);
  const known = useLive("iam/user-names", async () => (await client.send(new ListUsersCommand({}))).Users ?? []);
  const others = (known.data ?? []).filter(({ UserName }) => !members.some((member) => member.UserName === UserName));
  const add = useAction(async () => {
    await makeWhole(async (made) => {
      for (const UserName of names) {
        const membership = { GroupName: group, UserName };
        await client.send(new AddUserToGroupCommand(membership));
        made(`${UserName} in the group`, () => client.send(new RemoveUserFromGroupCommand(membership)));
      }
    });
    onChange();
  });
  return (
    <EditDialog
      title={`Add users to ${group}`}
      submit="Add users"
      action={add}
      failed="The users could not be added"
      onClose={onClose}
    >
      <Field label="Users" problem={names.length === 0 ? "Choose at least one user." : undefined}>
        <Multiselect
          ariaLabel="Users"
          placeholder="Choose users"
          options={others.map(({ UserName = "" }) => ({ value: UserName, label: UserName }))}
          selectedOptions={names.map((value) => ({ value, label: value }))}
          empty="No other users."
          onChange={({ detail }) => setNames(detail.selectedOptions.map(({ value = "" }) => value))}
        />
      </Field>
    </EditDialog>
  );
}

const columns: readonly Column<User>[] = [
  {
    id: "name",
    header: "User name",
    cell: ({ UserName = "" }) => <RouteLink href={entityPath("users", UserName)}>{UserName}</RouteLink>,
    value: ({ UserName }) => UserName,
    width: 300,
  },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn, value: ({ Arn }) => Arn, width: 400 },
];
