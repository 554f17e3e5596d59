// Builds the styles and scripts into the package: hashed names, a manifest, and each text file compressed beside it.
// With --watch again and again, whenever one of the sources is saved.
import { readFile, readdir, rename, rm, watch, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, "src/humangov/web/static/dist");
const packages = path.join(root, "node_modules/@uswds/uswds/packages");

// esbuild takes the compiled style sheet over, so that its fonts and pictures get hashed names too.
const styles = {
  name: "sass",
  setup(bundle) {
    bundle.onLoad({ filter: /\.scss$/ }, (file) => ({
      contents: compile(file.path, { loadPaths: [packages, path.join(root, "assets")], quietDeps: true }).css,
      loader: "css",
      resolveDir: path.dirname(file.path),
    }));
  },
};

async function make() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { app: "assets/app.js", style: "assets/style.scss" },
    outdir: out,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: ["chrome110", "firefox110", "safari16"],
    loader: { ".woff2": "file", ".svg": "dataurl", ".png": "file" },
    plugins: [styles],
    logLevel: "warning",
  });

  const manifest = {};
  const kept = new Set(["manifest.json"]);
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    const built = path.basename(file);
    const logical = entryPoint?.endsWith(".scss") ? "app.css" : entryPoint ? "app.js" : built.replace(/-[0-9A-Z]{8}\./, ".");
    manifest[logical] = built;
  }
  for (const file of Object.keys(metafile.outputs)) {
    const name = path.basename(file);
    kept.add(name);
    if (!/\.(css|js|svg)$/.test(name)) continue;
    const text = await readFile(path.join(out, name));
    for (const [ending, compress] of [["gz", (t) => gzipSync(t, { level: 9 })], ["br", brotliCompressSync]]) {
      await writeFile(path.join(out, `${name}.${ending}`), compress(text));
      kept.add(`${name}.${ending}`);
    }
  }
  // Whoever reads the manifest finds what it names: it changes when all is there, and what is old goes after that.
  await writeFile(path.join(out, "manifest.new"), JSON.stringify(manifest, null, 2) + "\n");
  await rename(path.join(out, "manifest.new"), path.join(out, "manifest.json"));
  for (const name of await readdir(out)) if (!kept.has(name)) await rm(path.join(out, name));
}

await make();
if (process.argv.includes("--watch")) {
  console.log("Built. Waiting for a change in assets/");
  for await (const { filename } of watch(path.join(root, "assets"), { recursive: true })) {
    await make().then(() => console.log(`Built again: ${filename}`), (problem) => console.error(problem.message));
  }
}
