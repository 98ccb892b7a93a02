import {
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  IAMClient,
  ListAccessKeysCommand,
  type User,
} from "@aws-sdk/client-iam";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatAge } from "../../../text/times.ts";

/** When a role was last taken on. A list does not tell it, so each row that is shown asks. */
export function RoleActivity({ name }: { readonly name: string }) {
  const client = useClient(IAMClient);
  const used = useLive(
    `iam/role-used/${name}`,
    async () => (await client.send(new GetRoleCommand({ RoleName: name }))).Role?.RoleLastUsed ?? {},
    { everyMs: 30_000 },
  );
  return <Age at={used.data?.LastUsedDate} isRead={used.data !== undefined} />;
}

/** When a user last signed in, or signed something with an access key. */
export function UserActivity({ user }: { readonly user: User }) {
  const client = useClient(IAMClient);
  const used = useLive(
    `iam/user-used/${user.UserName}`,
    async () => {
      const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName: user.UserName }));
      const uses = await Promise.all(
        AccessKeyMetadata.map(({ AccessKeyId }) => client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))),
      );
      return uses.map(({ AccessKeyLastUsed }) => AccessKeyLastUsed?.LastUsedDate?.getTime() ?? 0);
    },
    { everyMs: 30_000 },
  );
  const newest = Math.max(user.PasswordLastUsed?.getTime() ?? 0, ...(used.data ?? []));
  return <Age at={newest > 0 ? new Date(newest) : undefined} isRead={used.data !== undefined} />;
}

/** When an access key last signed something, and what. */
export function KeyActivity({ id }: { readonly id: string }) {
  const client = useClient(IAMClient);
  const used = useLive(
    `iam/key-used/${id}`,
    async () => (await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }))).AccessKeyLastUsed ?? {},
    { everyMs: 10_000 },
  );
  const { LastUsedDate, ServiceName, Region } = (used.data ?? {}) as {
    LastUsedDate?: Date;
    ServiceName?: string;
    Region?: string;
  };
  return (
    <>
      <Age at={LastUsedDate} isRead={used.data !== undefined} />
      {LastUsedDate && ` (${ServiceName} in ${Region})`}
    </>
  );
}

function Age({ at, isRead }: { readonly at: Date | undefined; readonly isRead: boolean }) {
  return at ? formatAge(at) : isRead ? "Never used" : "";
}
