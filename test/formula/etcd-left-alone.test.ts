import { spawnSync } from "node:child_process";
import { join } from "node:path";

const FORMULA = join(__dirname, "../../formula/hybrid-kubernetes");

describe("what keeps others from restarting a member of etcd", () => {
  // As deb-systemd-invoke and invoke-rc.d call it: 101 is a refusal.
  test.each([
    [["etcd.service", "restart"], 101],
    [["etcd.service", "start"], 101],
    [["etcd.service", "stop"], 101],
    [["--quiet", "etcd", "restart", "5"], 101],
    [["etcd-proxy.service", "restart"], 0],
    [["containerd.service", "restart"], 0],
    [["--quiet", "ssh", "restart"], 0],
  ] as const)("a package is told of %j: %i", (words, answer) => {
    expect(spawnSync("sh", [join(FORMULA, "files/policy-rc.sh"), ...words]).status).toBe(answer);
  });

  test("needrestart leaves it alone, and nothing else", () => {
    // As it reads its configuration, and asks it of a unit.
    const perl = `our %nrconf = (override_rc => { qr(^dbus) => 0 });
eval do { local (@ARGV, $/) = ($ARGV[0]); <> }; die $@ if $@;
for my $unit (qw(etcd.service etcd-proxy.service containerd.service)) {
  my ($found) = grep { $unit =~ /$_/ } keys %{$nrconf{override_rc}};
  print "$unit ", defined $found ? $nrconf{override_rc}->{$found} : "restarted", "\\n";
}`;
    const { stdout, stderr } = spawnSync("perl", ["-e", perl, join(FORMULA, "files/needrestart.conf")], {
      encoding: "utf8",
    });
    expect([stderr, stdout]).toEqual([
      "",
      "etcd.service 0\netcd-proxy.service restarted\ncontainerd.service restarted\n",
    ]);
  });
});
