import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { RouteLink } from "../shell/links.tsx";
import { parseDocument } from "./policy-document.ts";
import type { HeldPolicy } from "./use-role-policies.ts";
import { WordsList } from "./words-list.tsx";

/** What policies say, in words first and as they are written below. */
export function PolicyWords({ policies }: { policies: readonly HeldPolicy[] }) {
  if (policies.length === 0) return <Box color="text-body-secondary">No policy: it may do nothing.</Box>;
  return (
    <SpaceBetween size="s">
      {policies.map(({ name, arn, document }) => (
        <div key={`${arn}/${name}`}>
          <Box fontWeight="bold">
            {arn ? <RouteLink href={`/console/iam/policies/${encodeURIComponent(arn)}`}>{name}</RouteLink> : name}
          </Box>
          <WordsList document={parseDocument(document)} />
          <ExpandableSection headerText={`Policy document of ${name}`}>
            <pre className="squall-pre">{document}</pre>
          </ExpandableSection>
        </div>
      ))}
    </SpaceBetween>
  );
}
