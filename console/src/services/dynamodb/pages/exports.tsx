import { Page } from "../../../shell/page.tsx";
import { ExportTable } from "../table/export-table.tsx";

export function Component() {
  return (
    <Page title="Exports to S3" breadcrumbs={[]} titleInContent>
      <ExportTable isPage />
    </Page>
  );
}
