import Tabs, { type TabsProps } from "@cloudscape-design/components/tabs";
import { Suspense } from "react";
import { useSearchParams } from "react-router";

interface PageTabsProps {
  readonly label: string;
  readonly tabs: readonly TabsProps.Tab[];
  /** Beside the tab there is more in the address that stays. */
  readonly keepsAddress?: boolean;
}

/** A page's tabs; which one is open stands in the address. */
export function PageTabs({ label, tabs, keepsAddress = false }: PageTabsProps) {
  const [search, setSearch] = useSearchParams();
  return (
    <Tabs
      ariaLabel={label}
      activeTabId={search.get("tab") ?? tabs[0]?.id}
      onChange={({ detail }) =>
        setSearch((before) => ({ ...(keepsAddress && Object.fromEntries(before)), tab: detail.activeTabId }))
      }
      tabs={tabs.map((tab) => ({ ...tab, content: <Suspense fallback={null}>{tab.content}</Suspense> }))}
    />
  );
}
