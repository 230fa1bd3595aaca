"""Apache PDFBox Preflight, a validator of PDF/A-1b, as Debian packages it: libpdfbox2-java, and two libraries that Java
no longer has itself, libactivation-java and libjaxb-api-java."""
import re
import tempfile
from pathlib import Path

from readback import run

JARS = "preflight pdfbox2 fontbox2 xmpbox commons-logging javax.activation jaxb-api".split()


def faults(paths):
    """{path: [what is wrong with it]}; none: it is valid."""
    class_path = [Path("/usr/share/java") / f"{jar}.jar" for jar in JARS]
    missing = [str(jar) for jar in class_path if not jar.exists()]
    assert not missing, f"not installed: {missing}"
    found = {}
    with tempfile.TemporaryDirectory(prefix="preflight-") as folder:
        names = {}  # of plain ASCII: Java takes names in the encoding of the locale
        for number, path in enumerate(map(Path, paths)):
            link = Path(folder) / f"{number}.pdf"
            link.symlink_to(path.resolve())
            names[link.name] = path
        batch = Path(folder) / "batch"
        batch.write_text("".join(f"{folder}/{name}\n" for name in names))
        done = run("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", ":".join(map(str, class_path)),
                   "org.apache.pdfbox.preflight.Validator_A1b", "batch", str(batch), timeout=900)
        for line in done.stdout.decode(errors="replace").splitlines():
            verdict = re.match(r"The file (\d+\.pdf) is (not )?a valid PDF/A-1b file", line)
            if verdict:
                current = found.setdefault(names[verdict[1]], [])
            elif line.strip():
                current.append(line)
        assert set(found) == set(names.values()), done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")
    return found
