// Bundles the simulator's page and the LIFF pages' scripts, styles and fonts, each into its own dist/.
import { copyFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

const bundles = [
  {
    entryPoints: { page: "simulator/page/src/main.ts", "page-style": "simulator/page/src/page.css" },
    outdir: "simulator/page/dist",
    target: ["es2020"],
  },
  {
    // Old Android WebViews open these: only syntax that chrome80 knows.
    entryPoints: { session: "liff_web/assets/session.ts", page: "liff_web/assets/page.css" },
    outdir: "liff_web/static/dist",
    target: ["chrome80"],
  },
];

for (const bundle of bundles) {
  await rm(root + bundle.outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "iife",
    loader: { ".woff2": "file" },
    assetNames: "[name]",
    sourcemap: true,
    logLevel: "info",
    ...bundle,
  });
}
await copyFile(root + "simulator/page/index.html", root + "simulator/page/dist/index.html");
