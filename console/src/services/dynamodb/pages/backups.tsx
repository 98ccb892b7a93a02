import { Page } from "../../../shell/page.tsx";
import { BackupTable } from "../table/backup-table.tsx";

export function Component() {
  return (
    <Page title="Backups" breadcrumbs={[]} titleInContent>
      <BackupTable isPage />
    </Page>
  );
}
