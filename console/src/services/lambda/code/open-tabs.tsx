import Icon from "@cloudscape-design/components/icon";
import type { CodeSource } from "./use-code-source.ts";

/** The open files, side by side. */
export function OpenTabs({ source }: { source: CodeSource }) {
  const { openPaths, openPath, changedPaths } = source;
  return (
    <nav aria-label="Open files">
      <ul className="squall-tabs">
        {openPaths.map((path) => (
          <li key={path} className={path === openPath ? "squall-tab squall-tab-shown" : "squall-tab"}>
            <button
              type="button"
              title={path}
              aria-current={path === openPath ? "true" : undefined}
              onClick={() => source.open(path)}
            >
              {path.split("/").at(-1)}
              {changedPaths.has(path) && <span title="Not deployed"> •</span>}
            </button>
            {openPaths.length > 1 && (
              <button type="button" aria-label={`Close ${path}`} onClick={() => source.close(path)}>
                <Icon name="close" size="small" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
