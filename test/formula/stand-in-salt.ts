import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Done, EtcdMember } from "./etcd-member";

/** Salt's own commands, with servers that are folders of this machine: for what a page tells whoever has a master. */
export class StandInSalt {
  private readonly bin: string;

  /** @param folder that holds what a copy is made of */
  public constructor(
    private readonly folder: string,
    servers: readonly EtcdMember[],
  ) {
    this.bin = join(folder, "salt-bin");
    mkdirSync(this.bin, { recursive: true });
    const each = (what: string) =>
      servers
        .map((server) => {
          mkdirSync(server.at("root"), { recursive: true });
          server.command("hybrid-kubernetes-etcd");
          return `case ${server.name} in $target)
  here() { echo "$1" | sed -E 's#(^|[ "])/(etc|var|root)/#\\1${server.root}/\\2/#g'; }
  ( export PATH=${server.path}; ${what} ) || failed=1 ;;
esac`;
        })
        .join("\n");
    // A server that nobody has does nothing: the real one says so, and that is all.
    this.write("salt", `target=$1; shift\n[ "$1" = cmd.run ] || exit 2\n${each('sh -c "$(here "$2")"')}`);
    this.write("salt-cp", `[ "$1" = --chunked ] || exit 2\ntarget=$2; shift 2\n${each('cp "$1" "$(here "$2")"')}`);
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/bash\nfailed=0\n${text}\nexit $failed\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  public run(script: string): Done {
    const env = { ...process.env, PATH: `${this.bin}:${process.env.PATH}` };
    const options = { encoding: "utf8", env, cwd: this.folder, timeout: 300_000 } as const;
    const { status, stdout, stderr } = spawnSync("sh", ["-eu", "-c", script], options);
    return { status, said: `${stdout}${stderr}`.trim() };
  }
}
