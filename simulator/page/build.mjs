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
    entryPoints: {
      session: "liff_web/assets/session.ts",
      form: "liff_web/assets/form.ts",
      filed: "liff_web/assets/filed.ts",
      pole: "liff_web/assets/pole.ts",
      "pole-near": "liff_web/assets/pole-near.ts",
      blur: "liff_web/assets/blur.ts",
      case: "liff_web/assets/case.ts",
      desk: "liff_web/assets/desk.ts",
      "desk-queue": "liff_web/assets/desk-queue.ts",
      finish: "liff_web/assets/finish.ts",
      bind: "liff_web/assets/bind.ts",
      figures: "liff_web/assets/figures.ts",
      crew: "liff_web/assets/crew.ts",
      worker: "liff_web/assets/worker.ts",
      lights: "liff_web/assets/lights.ts",
      "desk-style": "liff_web/assets/desk.css",
      page: "liff_web/assets/page.css",
      "blur-style": "liff_web/assets/blur.css",
      "form-style": "liff_web/assets/form.css",
      "pole-style": "liff_web/assets/pole.css",
      "map-style": "liff_web/assets/map.css",
    },
    outdir: "liff_web/static/dist",
    target: ["chrome80"],
    // What is loaded later, such as the map, is a file of its own.
    format: "esm",
    splitting: true,
    // Named by content: browsers keep them for ever.
    assetNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
  },
];

for (const bundle of bundles) {
  await rm(root + bundle.outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "iife",
    loader: { ".woff2": "file", ".png": "file" },
    assetNames: "[name]",
    sourcemap: true,
    logLevel: "info",
    ...bundle,
  });
}
await copyFile(root + "simulator/page/index.html", root + "simulator/page/dist/index.html");
