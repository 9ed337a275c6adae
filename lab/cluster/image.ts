import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An image with one program that needs nothing else, as `docker save` would write it, under each of its names. */
export function writeImage(path: string, program: string, names: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "hklab-image-"));
  const tar = (to: string, from: string, ...files: readonly string[]): void => {
    const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
    const { status, stderr } = spawnSync("tar", ["-cf", to, ...same, "-C", from, ...files], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  try {
    mkdirSync(join(folder, "root"));
    copyFileSync(program, join(folder, "root/pod"));
    tar(join(folder, "layer.tar"), join(folder, "root"), "pod");
    const layer = createHash("sha256")
      .update(readFileSync(join(folder, "layer.tar")))
      .digest("hex");
    const rootfs = { type: "layers", diff_ids: [`sha256:${layer}`] };
    const config = { architecture: architecture(), os: "linux", config: { Entrypoint: ["/pod"] }, rootfs };
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const manifest = [{ Config: "config.json", RepoTags: names, Layers: ["layer.tar"] }];
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    tar(path, folder, "manifest.json", "config.json", "layer.tar");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In Go's words. */
function architecture(): string {
  return process.arch === "x64" ? "amd64" : process.arch;
}
