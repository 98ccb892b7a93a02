import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { Page } from "../../../shell/page.tsx";
import { BusSelect } from "../bus/bus-select.tsx";
import { RuleTable } from "../rule/rule-table.tsx";

export function Component() {
  const [search, setSearch] = useSearchParams();
  const bus = search.get("bus") ?? "default";
  return (
    <Page title="Rules" breadcrumbs={[]}>
      <SpaceBetween size="l">
        <BusSelect bus={bus} onChange={(chosen) => setSearch({ bus: chosen })} />
        <RuleTable key={bus} bus={bus} />
      </SpaceBetween>
    </Page>
  );
}
