import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  IAMClient,
  type ServiceLastAccessed,
} from "@aws-sdk/client-iam";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatAge, toMs } from "../../../text/times.ts";

const pollMs = 300;

/** "Last Accessed": the services that the policies of something allow, and when each was last used by it. */
export function LastAccessed({ arn }: { readonly arn: string }) {
  const client = useClient(IAMClient);
  const services = useLive(
    `iam/last-accessed/${arn}`,
    async (signal) => {
      const { JobId } = await client.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arn }));
      for (;;) {
        signal.throwIfAborted();
        const answer = await client.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1_000 }));
        if (answer.JobStatus === "FAILED") throw new Error(answer.Error?.Message ?? "The report failed.");
        if (answer.JobStatus === "COMPLETED") return answer.ServicesLastAccessed ?? [];
        await new Promise((resolve) => window.setTimeout(resolve, pollMs));
      }
    },
    { everyMs: 60_000 },
  );
  return (
    <ResourceTable<ServiceLastAccessed>
      id="iam.last-accessed"
      title="Allowed services"
      noun="services"
      description="What is allowed and never used can be taken away."
      live={services}
      columns={columns}
      rowId={({ ServiceNamespace = "" }) => ServiceNamespace}
      filters={[{ id: "used", label: "Use", value: usedOf }]}
      sortBy={{ column: "name" }}
      empty={{ text: "Its policies allow no service." }}
    />
  );
}

function usedOf({ LastAuthenticated }: ServiceLastAccessed): string {
  return LastAuthenticated ? "Used" : "Not used";
}

const columns: readonly Column<ServiceLastAccessed>[] = [
  {
    id: "name",
    header: "Service",
    cell: ({ ServiceName }) => ServiceName,
    value: ({ ServiceName }) => ServiceName,
    width: 320,
  },
  {
    id: "namespace",
    header: "Prefix",
    cell: ({ ServiceNamespace }) => ServiceNamespace,
    value: ({ ServiceNamespace }) => ServiceNamespace,
    width: 160,
  },
  {
    id: "accessed",
    header: "Last accessed",
    cell: ({ LastAuthenticated }) => (LastAuthenticated ? formatAge(LastAuthenticated) : "Not accessed"),
    value: ({ LastAuthenticated }) => toMs(LastAuthenticated),
    width: 200,
  },
  {
    id: "by",
    header: "By",
    cell: ({ LastAuthenticatedEntity }) => LastAuthenticatedEntity?.split("/").at(-1) ?? "-",
    value: ({ LastAuthenticatedEntity }) => LastAuthenticatedEntity,
    width: 200,
  },
];
