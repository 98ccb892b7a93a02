import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccountAliasesCommand,
} from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { saveFile } from "../../../live/save-file.ts";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { SecurityRecommendations } from "../recommendations/security-recommendations.tsx";

const pollMs = 300;

/** "IAM Dashboard". */
export function Component() {
  const client = useClient(IAMClient);
  const { account } = useSession();
  const notify = useNotify();
  const [isNaming, setNaming] = useState(false);
  const summary = useLive(
    "iam/summary",
    async () => {
      const [{ SummaryMap = {} }, { AccountAliases = [] }] = await Promise.all([
        client.send(new GetAccountSummaryCommand({})),
        client.send(new ListAccountAliasesCommand({})),
      ]);
      return { counts: SummaryMap as Readonly<Record<string, number>>, alias: AccountAliases[0] };
    },
    { everyMs: 3_000 },
  );
  const report = useAction(
    async () => {
      while ((await client.send(new GenerateCredentialReportCommand({}))).State !== "COMPLETE")
        await new Promise((resolve) => window.setTimeout(resolve, pollMs));
      const { Content } = await client.send(new GetCredentialReportCommand({}));
      saveFile("credential-report.csv", Content ?? "", "text/csv");
    },
    (error) => notify.error("The credential report could not be made", error),
  );
  return (
    <Page
      title="IAM Dashboard"
      breadcrumbs={[]}
      description="Who may do what in this account."
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button loading={report.isRunning} onClick={() => void report.run()}>
            Download credential report
          </Button>
          <RouteButton href="/console/iam/simulate">Policy simulator</RouteButton>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <SecurityRecommendations />
        <Loaded live={summary} what="the account">
          {({ counts, alias }) => (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">IAM resources</Header>}>
                <SpaceBetween direction="horizontal" size="xxl">
                  {resources.map(({ text, key, href }) => (
                    <div key={key}>
                      <Box variant="awsui-key-label">{text}</Box>
                      <RouteLink href={href} fontSize="display-l">
                        {counts[key] ?? 0}
                      </RouteLink>
                    </div>
                  ))}
                </SpaceBetween>
              </Container>
              <Details
                title="AWS account"
                actions={<Button onClick={() => setNaming(true)}>{alias ? "Edit alias" : "Create alias"}</Button>}
                items={[
                  ["Account ID", account],
                  ["Account alias", alias],
                  ["MFA devices in use", `${counts.MFADevicesInUse ?? 0} of ${counts.MFADevices ?? 0}`],
                  ["Identity providers", counts.Providers ?? 0],
                  ["Instance profiles", counts.InstanceProfiles ?? 0],
                  [
                    "Policy versions in use",
                    `${counts.PolicyVersionsInUse ?? 0} of ${counts.PolicyVersionsInUseQuota}`,
                  ],
                ]}
              />
              {isNaming && (
                <FieldsDialog
                  title={alias ? "Edit alias" : "Create alias"}
                  fields={[
                    {
                      name: "alias",
                      label: "Preferred alias",
                      constraint: "3 to 63 lower-case letters, digits and dashes. Empty takes the alias away.",
                      problem: (value) =>
                        /^[a-z0-9](?:-?[a-z0-9])+$/.test(value) && value.length >= 3 && value.length <= 63
                          ? undefined
                          : "Use 3 to 63 lower-case letters, digits and single dashes between them.",
                    },
                  ]}
                  initial={{ alias: alias ?? "" }}
                  failed="The alias could not be saved"
                  done="The account's alias was changed."
                  save={async (values) => {
                    if (values.alias === alias) return;
                    if (alias) await client.send(new DeleteAccountAliasCommand({ AccountAlias: alias }));
                    if (values.alias) await client.send(new CreateAccountAliasCommand({ AccountAlias: values.alias }));
                  }}
                  onSaved={summary.refresh}
                  onClose={() => setNaming(false)}
                />
              )}
            </SpaceBetween>
          )}
        </Loaded>
      </SpaceBetween>
    </Page>
  );
}

const resources = [
  { text: "User groups", key: "Groups", href: "/console/iam/groups" },
  { text: "Users", key: "Users", href: "/console/iam/users" },
  { text: "Roles", key: "Roles", href: "/console/iam/roles" },
  { text: "Policies", key: "Policies", href: "/console/iam/policies" },
] as const;
