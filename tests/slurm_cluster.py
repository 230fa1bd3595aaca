"""A Slurm cluster of one node for the time of a test: munged, slurmctld and slurmd as children of this process, all
they keep in one folder, no systemd, no cgroups, no name service, nothing of the machine's own Slurm.

Whatever is started under the cluster ends with it: this process adopts the orphans of its children
(PR_SET_CHILD_SUBREAPER), and the daemons die with it (PR_SET_PDEATHSIG)."""
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "scancel", "scontrol", "squeue"]
PATH = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
WAIT = 120  # seconds for anything, on a machine with other work; usually one or two
SET_PDEATHSIG, SET_CHILD_SUBREAPER = 1, 36  # <linux/prctl.h>

CONF = """\
ClusterName=banxin
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ctld_port}
SlurmdPort={slurmd_port}
# With IPv4 only, getaddrinfo() has no address where nothing but the loopback is up, not even for 127.0.0.1.
CommunicationParameters=EnableIPv6
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
# A job put back into the queue waits as long as its credential could still be in use.
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
PlugStackConfig={folder}/plugstack.conf
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
KillWait=1
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
# The node is said to be as large as the recipes ask for, whatever this machine is.
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""

# slurmd loads a cgroup plugin though nothing uses it: that of version 1 asks for neither /sys nor systemd.
CGROUP_CONF = """\
CgroupPlugin=cgroup/v1
CgroupMountpoint={folder}/cgroup
"""


def missing():
    """The programs that are not installed here."""
    return [program for program in PROGRAMS if not shutil.which(program, path=PATH)]


def prctl(option, value):
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def children():
    """The processes whose parent is this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:  # pid (name, which may have anything in it) state parent …
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid():
                    found.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found


class Cluster:
    def __init__(self, folder, cpus, memory):
        """Daemons that keep all they write in FOLDER; a node of CPUS and MEMORY MiB."""
        self.folder = Path(folder)
        self.daemons = []
        prctl(SET_CHILD_SUBREAPER, 1)
        for name in ["state", "spool"]:
            (self.folder / name).mkdir(mode=0o700, parents=True)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        (self.folder / "plugstack.conf").touch()
        (self.folder / "cgroup.conf").write_text(CGROUP_CONF.format(folder=self.folder))
        ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.host = socket.gethostname().partition(".")[0]
        conf = self.folder / "slurm.conf"
        conf.write_text(CONF.format(folder=self.folder, host=self.host, user=os.geteuid(), cpus=cpus, memory=memory,
                                    ctld_port=ports[0].getsockname()[1], slurmd_port=ports[1].getsockname()[1]))
        for port in ports:
            port.close()
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SLURM_", "SBATCH_", "SQUEUE_", "SCANCEL_"))}
        self.environment |= {"SLURM_CONF": str(conf), "PATH": PATH}

    def __enter__(self):
        try:
            files = [f"--{kind}-file={self.folder}/munge.{kind}" for kind in ["key", "pid", "seed", "log"]]
            self.start("munged", "--foreground", "--force", "--origin=127.0.0.1", "--num-threads=2",
                       f"--socket={self.folder}/munge.socket", *files)
            self.wait("munged", lambda: (self.folder / "munge.socket").exists())
            self.start("slurmctld", "-D", "-i", "-f", self.folder / "slurm.conf")
            self.start("slurmd", "-D", "-N", self.host, "-f", self.folder / "slurm.conf")
            self.wait("an idle node",
                      lambda: "State=IDLE " in self.run("scontrol", "show", "node", self.host, check=False))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        """Ends the daemons and whatever they left: jobs, and the steps that watch them."""
        for daemon in reversed(self.daemons):
            daemon.terminate()
        end = time.monotonic() + 5
        while any(daemon.poll() is None for daemon in self.daemons) and time.monotonic() < end:
            time.sleep(0.02)
        for daemon in self.daemons:
            daemon.kill()
            daemon.wait()
        while left := children():  # the children of those that are killed become ours, and are next
            for pid in left:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def start(self, program, *arguments):
        with open(self.folder / f"{program}.out", "wb") as log:
            self.daemons.append(subprocess.Popen(
                [program, *map(str, arguments)], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
                preexec_fn=lambda: prctl(SET_PDEATHSIG, signal.SIGKILL)))

    def run(self, *command, check=True, environment=None):
        """What COMMAND of Slurm prints."""
        done = subprocess.run([str(word) for word in command], cwd=self.folder, text=True, capture_output=True,
                              timeout=WAIT, env=self.environment | (environment or {}))
        if check and done.returncode:
            raise AssertionError(f"{command}: {done.stderr}{self.logs()}")
        return done.stdout

    def logs(self):
        return "".join(f"\n== {path.name}\n{path.read_text(errors='replace')[-4000:]}"
                       for pattern in ["*.log", "*.out"] for path in sorted(self.folder.glob(pattern)))

    def wait(self, what, ready):
        """Waits until READY() is true."""
        end = time.monotonic() + WAIT
        while not ready():
            ended = [daemon.args[0] for daemon in self.daemons if daemon.poll() is not None]
            if ended or time.monotonic() > end:
                raise AssertionError(f"waiting for {what}; ended: {ended}{self.logs()}")
            time.sleep(0.05)

    def submit(self, *arguments, environment=None):
        """sbatch ARGUMENTS: the id of the job."""
        return self.run("sbatch", "--parsable", *arguments, environment=environment).strip()

    def states(self, job):
        """Task of JOB (or JOB itself): its state."""
        rows = self.run("squeue", "--noheader", "--states=all", "--array", f"--jobs={job}", "--format=%i %T")
        return dict(row.split() for row in rows.splitlines())
