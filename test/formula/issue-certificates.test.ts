import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { describeProgram } from "./program";

describeProgram("issue-certificates.py", "certificates of etcd and a clock that is wrong", (folder) => {
  const certificate = () => readFileSync(folder.at("pki/peer.crt"), "utf8");
  const startOf = (name: string): number => {
    const { stdout } = spawnSync("openssl", ["x509", "-noout", "-startdate", "-in", folder.at(`pki/${name}.crt`)]);
    return Date.parse(String(stdout).trim().replace("notBefore=", "")) / 1000;
  };
  /** What the program does for such a name, at such a time, and whether that time is from another server. */
  const issue = (name: string, now: string, synchronized = "no") => {
    folder.change({ "time.time()": now, '"timedatectl"': JSON.stringify(folder.at("timedatectl")) });
    folder.standIn("timedatectl", `[ "$*" = "show --property=NTPSynchronized --value" ] && echo ${synchronized}`);
    const one = { name: "peer", user: userInfo().username, usages: "serverAuth", subject: "/CN=peer" };
    const options = { pki: folder.at("pki"), certificates: [{ ...one, alternatives: [`DNS:${name}`] }] };
    return folder.run("issue", folder.write("etcd.json", options));
  };

  test("are not issued until it is right", async () => {
    mkdirSync(folder.at("pki"));
    const ca = [
      "-keyout",
      folder.at("pki/ca.key"),
      "-out",
      folder.at("pki/ca.crt"),
      "-days",
      "3650",
      "-subj",
      "/CN=ca",
    ];
    spawnSync("openssl", [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-noenc",
      ...ca,
    ]);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(issue("one", "time.time()").status).toBe(0);
    const first = certificate();
    const isKept = (now: number, synchronized?: string) => {
      const { status, said } = issue("two", `${now}`, synchronized);
      expect([status, said]).toEqual([1, expect.stringContaining("this clock is wrong, or was when that was issued")]);
      expect(certificate()).toBe(first);
    };
    // No CA of a cluster is younger than what it issues, whatever is said of the clock.
    for (const synchronized of ["no", "yes"]) isKept(startOf("ca") - 1, synchronized);
    // It is behind now, or was ahead when the certificate was issued: that is replaced once it is known to be right.
    isKept(startOf("peer") - 1);
    expect(issue("two", `${startOf("peer") - 1}`, "yes").status).toBe(0);
    expect(certificate()).not.toBe(first);
  });
});
