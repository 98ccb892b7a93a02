import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { openSansFiles } from "./build/open-sans-files.ts";

/** The page is served by Squall itself: `/` and `/console/…` are the page, `/_console/` its files. */
export default defineConfig({
  base: "/_console/",
  plugins: [openSansFiles(), react(), compressed()],
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
});
