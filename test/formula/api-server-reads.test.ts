import { utimesSync, writeFileSync } from "node:fs";
import { describeProgram } from "./program";

const MODULE = "api_server_reads.py";
const RESTART = "control-plane-manifests.py restart";

describeProgram("check-encryption.py", "a second change of keys", (folder) => {
  const write = (name: string, ...keys: readonly string[]) => {
    const own = keys.map((key) => ({ name: key, secret: Buffer.from(key.padEnd(32, "!")).toString("base64") }));
    return folder.write(name, { resources: [{ providers: [{ secretbox: { keys: own } }] }] });
  };
  /** What is said where the API server runs for so many seconds, as crictl prints it, and the present file is a minute old. */
  const said = (present: string, wanted: string, ...seconds: readonly number[]) => {
    const begun = (ago: number) => ({ id: "a", createdAt: `${Date.now() - ago * 1000}000000` });
    folder.write("containers.json", { containers: seconds.map(begun) });
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(present, minuteAgo, minuteAgo);
    return folder.run(wanted, present);
  };
  beforeEach(() => {
    const runtime = "--runtime-endpoint unix:///run/containerd/containerd.sock";
    const asked = `${runtime} ps --state running --name ^kube-apiserver$ --output json`;
    folder.standIn("crictl", `[ "$*" = '${asked}' ] && cat ${folder.at("containers.json")}`);
    writeFileSync(folder.at("manifest"), "");
    folder.change(
      {
        '"/etc/kubernetes/manifests/kube-apiserver.yaml"': JSON.stringify(folder.at("manifest")),
        '"crictl"': JSON.stringify(folder.at("crictl")),
      },
      MODULE,
    );
  });

  test("waits until the API server has read the first one", () => {
    const [present, wanted] = [write("present", "key1", "key2"), write("new", "key2", "key1")];
    expect(said(present, wanted, 30)).toEqual({ status: 0, said: "" });
    for (const seconds of [[90], [30, 90]])
      expect(said(present, wanted, ...seconds)).toEqual({ status: 1, said: expect.stringContaining(RESTART) });
    // The same file, in other words, is no change; and none that runs has nothing to read.
    expect(said(present, write("new", "key1", "key2"), 90)).toEqual({ status: 0, said: "" });
    write("new", "key2", "key1");
    expect(said(present, wanted)).toEqual({ status: 0, said: "" });
    folder.standIn("crictl", "echo nothing");
    expect(said(present, wanted, 30)).toEqual({ status: 1, said: expect.stringContaining("nobody can say") });
    // A server that is in no cluster so far.
    folder.forget("manifest");
    expect(said(present, wanted, 90)).toEqual({ status: 0, said: "" });
  });
});
