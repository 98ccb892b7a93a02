import {
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
  type User,
} from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { entityPath } from "../paths.ts";
import { recommend, type UserFacts } from "./recommend.ts";

/** Each user costs some calls; the credential report has all of them. */
const mostUsers = 50;

export function SecurityRecommendations() {
  const client = useClient(IAMClient);
  const found = useLive(
    "iam/recommendations",
    async () => {
      const { Users = [], IsTruncated } = await client.send(new ListUsersCommand({ MaxItems: mostUsers }));
      const facts = await Promise.all(Users.map((user) => readFacts(client, user)));
      return { all: recommend(facts, cloudNowMs()), isPart: IsTruncated ?? false };
    },
    { everyMs: 30_000 },
  );
  return (
    <Container header={<Header variant="h2">Security recommendations</Header>}>
      <Loaded live={found} what="the users' credentials">
        {({ all, isPart }) => (
          <>
            {all.length === 0 && (
              <StatusIndicator type="success">
                No user has signed in without a second factor, and no access key is old or unused
              </StatusIndicator>
            )}
            {all.map(({ user, text }) => (
              <div key={`${user} ${text}`}>
                <StatusIndicator type="warning">
                  <RouteLink href={entityPath("users", user)}>{user}</RouteLink> {text}
                </StatusIndicator>
              </div>
            ))}
            {isPart && <div>Only the first {mostUsers} users were looked at; the credential report has all.</div>}
          </>
        )}
      </Loaded>
    </Container>
  );
}

async function readFacts(client: IAMClient, user: User): Promise<UserFacts> {
  const { UserName } = user;
  const [{ AccessKeyMetadata = [] }, { MFADevices = [] }] = await Promise.all([
    client.send(new ListAccessKeysCommand({ UserName })),
    client.send(new ListMFADevicesCommand({ UserName })),
  ]);
  const keys = await Promise.all(
    AccessKeyMetadata.map(async (key) => {
      const { AccessKeyLastUsed } = await client.send(
        new GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId }),
      );
      return { ...key, lastUsed: AccessKeyLastUsed?.LastUsedDate };
    }),
  );
  return { user, keys, hasMfa: MFADevices.length > 0 };
}
