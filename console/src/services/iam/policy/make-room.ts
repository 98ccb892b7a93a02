import { DeletePolicyVersionCommand, type IAMClient, ListPolicyVersionsCommand } from "@aws-sdk/client-iam";

/** Source: IAM quotas, "Versions of a managed policy that can be stored". */
const mostVersions = 5;

/** A policy keeps five versions: for a sixth the oldest that does not hold goes, as AWS's console offers. */
export async function makeRoom(client: IAMClient, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
  if (Versions.length < mostVersions) return;
  const oldest = Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .sort((a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0))
    .at(0);
  if (oldest) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: oldest.VersionId }));
}
