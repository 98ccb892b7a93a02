import {
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  EC2Client,
  type LaunchTemplate,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const templates = useLive(
    "ec2/launch-templates",
    async (abortSignal) =>
      (await client.send(new DescribeLaunchTemplatesCommand({}), { abortSignal })).LaunchTemplates ?? [],
  );
  const remove = ({ LaunchTemplateId, LaunchTemplateName = "" }: LaunchTemplate) =>
    confirmed(
      {
        title: `Delete ${LaunchTemplateName}?`,
        body: <>All its versions are deleted with it.</>,
        action: "Delete",
        typed: "Delete",
      },
      () => client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId })),
      {
        done: `Launch template ${LaunchTemplateName} deleted.`,
        failed: `${LaunchTemplateName} could not be deleted`,
        onChange: templates.refresh,
      },
    );
  return (
    <ListPage<LaunchTemplate>
      id="ec2.launch-templates"
      title="Launch templates"
      noun="launch templates"
      feature="EC2"
      live={templates}
      columns={columns}
      rowId={({ LaunchTemplateId = "" }) => LaunchTemplateId}
      select="multi"
      sortBy={{ column: "name" }}
      create={{ text: "Create launch template", href: "/console/ec2/create-launch-template" }}
      empty="No launch templates. You have none in this region."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "launch templates", remove)}>
          Delete template
        </Button>
      )}
    />
  );
}

const columns: readonly Column<LaunchTemplate>[] = [
  {
    id: "id",
    header: "Launch template ID",
    cell: ({ LaunchTemplateId }) => LaunchTemplateId,
    value: ({ LaunchTemplateId }) => LaunchTemplateId,
    width: 220,
  },
  {
    id: "name",
    header: "Launch template name",
    cell: ({ LaunchTemplateName }) => LaunchTemplateName,
    value: ({ LaunchTemplateName }) => LaunchTemplateName,
    width: 220,
  },
  {
    id: "default",
    header: "Default version",
    cell: ({ DefaultVersionNumber }) => DefaultVersionNumber,
    value: ({ DefaultVersionNumber }) => DefaultVersionNumber,
    width: 140,
  },
  {
    id: "latest",
    header: "Latest version",
    cell: ({ LatestVersionNumber }) => LatestVersionNumber,
    value: ({ LatestVersionNumber }) => LatestVersionNumber,
    width: 140,
  },
  {
    id: "created",
    header: "Create time",
    cell: ({ CreateTime }) => formatTime(CreateTime?.getTime()),
    value: ({ CreateTime }) => CreateTime?.getTime(),
    width: 260,
  },
];
