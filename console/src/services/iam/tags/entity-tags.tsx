import {
  IAMClient,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  type Tag,
  TagPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";

interface EntityTagsProps {
  readonly kind: "user" | "role" | "policy";
  /** A policy's is its ARN. */
  readonly name: string;
}

/** Tags of a user, role or policy. IAM has the same three calls for each, under three names. */
export function EntityTags({ kind, name }: EntityTagsProps) {
  const client = useClient(IAMClient);
  const calls = {
    user: {
      list: () => client.send(new ListUserTagsCommand({ UserName: name })),
      add: (Tags: Tag[]) => client.send(new TagUserCommand({ UserName: name, Tags })),
      remove: (TagKeys: string[]) => client.send(new UntagUserCommand({ UserName: name, TagKeys })),
    },
    role: {
      list: () => client.send(new ListRoleTagsCommand({ RoleName: name })),
      add: (Tags: Tag[]) => client.send(new TagRoleCommand({ RoleName: name, Tags })),
      remove: (TagKeys: string[]) => client.send(new UntagRoleCommand({ RoleName: name, TagKeys })),
    },
    policy: {
      list: () => client.send(new ListPolicyTagsCommand({ PolicyArn: name })),
      add: (Tags: Tag[]) => client.send(new TagPolicyCommand({ PolicyArn: name, Tags })),
      remove: (TagKeys: string[]) => client.send(new UntagPolicyCommand({ PolicyArn: name, TagKeys })),
    },
  }[kind];
  const tags = useLive(
    `iam/tags/${kind}/${name}`,
    async () => {
      const { Tags = [] }: { Tags?: Tag[] | undefined } = await calls.list();
      return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
    },
    { everyMs: 5_000 },
  );
  return (
    <TagsPanel
      owner={`${kind} ${name.split("/").at(-1)}`}
      tags={tags}
      add={(added) => calls.add(Object.entries(added).map(([Key, Value]) => ({ Key, Value })))}
      remove={calls.remove}
    />
  );
}
