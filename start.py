"""Makes what the desk needs beside itself, and opens the desk: ``python start.py``, or a double click on ``Baslat``.

python start.py                        the desk; whatever else is written here goes to it (--data, --no-browser, --port)
python start.py --wheels FOLDER        with packages from a folder, where there is no internet
python start.py -- report 2022         another command instead of the desk

Needs nothing but Python. Older ones than the project's can read this file too, to say that they are too old.
"""

import argparse
import contextlib
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT, WHEELS = ROOT / ".venv", ROOT / ".venv-wheels"
LOCK, STAMP, LOG = ROOT / "requirements.lock", ENVIRONMENT / "start.stamp", ROOT / ".venv-start.log"
MADE_BY_MAKE = ENVIRONMENT / "report.done"  # what `make report` leaves when it has ended well
OLDEST, NEWEST = (3, 11), (3, 13)  # the range with which the project is tested
GET_PYTHON = "https://www.python.org/downloads/ adresinden Python 3.13 (64 bit) kurun, sonra yeniden başlatın."

# Relative, so that no letter of the folder's name has to survive the encoding in which Python reads this file.
SHOW_THE_WAY = """
import os, sys, sysconfig
packages = sysconfig.get_path("purelib")
with open(os.path.join(packages, "yeep_analysis.pth"), "w", encoding="ascii") as file:
    file.write(os.path.relpath(sys.argv[1], packages) + "\\n")
"""


class StartError(Exception):
    """What keeps the desk from being opened, in the words of the person who started it."""


def main(arguments):
    """Make or renew the environment where it is needed, then run the command; its exit code is ours."""
    try:
        wheels, command = asked(arguments)
        fits(sys.version_info, sys.maxsize)
        with only_one():
            if not is_ready():
                make_ready(wheels)
    except StartError as reason:
        say(f"\nHata: {reason}")
        return 1
    except OSError as error:
        say(f"\nHata: “{error.filename or ROOT}” yazılamadı ya da okunamadı: {error.strerror}.")
        say("Masa başka bir pencerede açıksa onu kapatın, diskte yer olduğuna bakın ve yeniden başlatın.")
        return 1
    except KeyboardInterrupt:
        say("\nDurduruldu. Yeniden başlattığınızda kurulum tamamlanır.")
        return 130
    return run([str(python()), "-P", "-m", "yeep_analysis", *command])  # -P: no module out of the folder one stands in


def asked(arguments):
    """The folder of packages that was named, and the command to run."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--wheels")
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            ours, for_the_desk = parser.parse_known_args(arguments[:cut])
    except SystemExit:
        raise StartError("--wheels bir klasörün adını ister: start.py --wheels paketler") from None
    wheels = ours.wheels and Path(ours.wheels).resolve()
    return wheels, (arguments[cut + 1 :] or ["desk", *for_the_desk])


def fits(version, size):
    """Whether the Python that runs this is one with which the project is tested."""
    found = "{}.{}".format(*version[:2])
    if tuple(version[:2]) < OLDEST:
        raise StartError(f"Bu bilgisayardaki Python {found} çok eski; 3.11, 3.12 ya da 3.13 gerekir.\n{GET_PYTHON}")
    if tuple(version[:2]) > NEWEST:
        raise StartError(
            f"Bu bilgisayardaki Python {found} çok yeni: araç onunla denenmedi.\n"
            f"Onu kaldırmanız gerekmez; yanına 3.13 kurun. {GET_PYTHON}"
        )
    if size <= 2**32:
        raise StartError("Bu Python 32 bitlik; gereken paketler yalnızca 64 bit için var.\n" + GET_PYTHON)


def python():
    """The Python of the environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_ready():
    """Whether the environment was made to its end, from the lock as it is now, and its Python still runs."""
    if STAMP.exists():
        return STAMP.read_text(encoding="utf-8") == stamp()
    made = MADE_BY_MAKE.exists() and MADE_BY_MAKE.stat().st_mtime >= LOCK.stat().st_mtime
    return made and bool(version_of_environment())


def stamp():
    """What the environment was made of: the hash of the lock and the version of its Python."""
    return f"{hash_of_lock()} {version_of_environment()}"


def hash_of_lock():
    """What the lock says, however its lines end: an unpacked zip and a clone on Windows need not agree."""
    return hashlib.sha256(LOCK.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def version_of_environment():
    """``3.12``; empty where the environment's Python does not run, its base having been taken away."""
    ask = [str(python()), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings())
    except OSError:
        return ""
    return answer.stdout.decode().strip()


def make_ready(wheels):
    """Fetch, install, stamp. Without a stamp nobody takes the environment for whole."""
    if wheels is not None and not wheels.is_dir():
        raise StartError(f"--wheels ile gösterilen “{wheels}” bir klasör değil.")
    LOG.write_bytes(b"")
    say(f"1/4  Python {platform.python_version()} bulundu. İnternet yalnızca bu kurulumda gerekir.")
    if not ((STAMP.exists() or MADE_BY_MAKE.exists()) and version_of_environment()):
        say(f"2/4  Ortam kuruluyor: {ENVIRONMENT.name}")
        make_environment()
    else:
        say("2/4  Ortam yenileniyor: program değişmiş.")
    if wheels is None:
        say("3/4  Paketler indiriliyor. Bağlantıya göre birkaç dakika sürebilir; pencereyi kapatmayın.")
        fetch()
    else:
        say(f"3/4  Paketler “{wheels}” klasöründen alınıyor.")
    say("4/4  Paketler kuruluyor.")
    unmark()
    install(wheels or WHEELS)
    STAMP.write_text(stamp(), encoding="utf-8")
    shutil.rmtree(str(WHEELS), ignore_errors=True)
    say("Hazır.\n")


def unmark():
    """From here on, until the stamp, the environment is not whole."""
    for mark in (STAMP, MADE_BY_MAKE):
        if mark.exists():
            mark.unlink()


def make_environment():
    """An empty environment in the place of whatever was there."""
    unmark()  # first, or a half-deleted environment would pass for a whole one
    if ENVIRONMENT.exists():
        shutil.rmtree(str(ENVIRONMENT))
    base = getattr(sys, "_base_executable", None) or sys.executable
    if logged([base, "-m", "venv", str(ENVIRONMENT)]):
        more = "" if os.name == "nt" else "\nDebian ve Ubuntu’da önce: sudo apt install python3-venv"
        raise StartError(f"Ortam kurulamadı. Ayrıntı: {LOG}{more}")


def fetch():
    """Packages into a folder first: until all are there, nothing of the environment is touched."""
    if not logged(pip("download", "--dest", str(WHEELS), "--retries", "2", "--timeout", "20"), counted=True):
        return
    log = LOG.read_text(encoding="utf-8", errors="replace")
    if "DO NOT MATCH THE HASHES" in log:
        why = "İndirilen bir paket beklenen dosya değil; hiçbir şey kurulmadı."
    elif any(sign in log for sign in ("Retrying (", "Connection", "Temporary failure", "ProxyError", "SSLError")):
        why = "Paketlerin alındığı yere (pypi.org) ulaşılamadı. İnternet bağlantısına bakın."
    else:
        why = "Paketler indirilemedi."
    raise StartError(f"{why}\n{without_internet()}\nAyrıntı: {LOG}")


def without_internet():
    """How the packages come on another road."""
    starter = "py" if os.name == "nt" else "python3"
    return (
        "Bu bilgisayar internete çıkamıyorsa: aynı işletim sistemi ve aynı Python ({v}) bulunan, internete\n"
        "çıkabilen bir bilgisayarda, bu programın klasöründe şunu yazın:\n"
        "    {s} -m pip download --only-binary :all: --require-hashes -r requirements.lock -d paketler\n"
        "“paketler” klasörünü buraya taşıyıp şununla başlatın:\n"
        "    {s} start.py --wheels paketler"
    ).format(v="{}.{}".format(*sys.version_info[:2]), s=starter)


def install(folder):
    """Packages out of a folder, each with the hash of the lock; then the way to the program itself."""
    if logged(pip("install", "--no-index", "--find-links", str(folder))):
        lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
        missing = [line.split(" for ")[-1] for line in lines if "No matching distribution found for" in line]
        why = f"“{folder}” klasöründe eksik paket var: {missing[-1]}." if missing else "Paketler kurulamadı."
        raise StartError(f"{why}\n{without_internet()}\nAyrıntı: {LOG}")
    for command in (["-c", SHOW_THE_WAY, str(ROOT)], ["-m", "compileall", "-q", str(ROOT / "yeep_analysis")]):
        if logged([str(python()), *command]):
            raise StartError(f"Kurulum tamamlanamadı. Ayrıntı: {LOG}")


def pip(*words):
    """The environment's pip with the lock. Built packages only: nothing of a package runs while it is installed."""
    locked = ["--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)]
    return [str(python()), "-m", "pip", "--disable-pip-version-check", "--no-input", *words, *locked]


def logged(command, counted=False):
    """Run a command, its words into the log; the exit code. ``counted`` shows how many packages there are so far."""
    fetched = 0
    with LOG.open("ab") as log:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=surroundings())
        for line in child.stdout:
            log.write(line)
            if counted and line.startswith(b"Collecting ") and sys.stdout.isatty():
                fetched += 1
                sys.stdout.write(f"\r     {fetched}. paket")
                sys.stdout.flush()
    if fetched:
        say("")
    return child.wait()


def surroundings():
    """The environment's variables without those that would lead its Python elsewhere."""
    astray = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    return {name: value for name, value in os.environ.items() if name not in astray}


@contextlib.contextmanager
def only_one():
    """Two double clicks: the second one waits for nothing and breaks nothing. A killed process holds no such lock."""
    with (ROOT / ".venv-start.lock").open("ab") as file:
        try:
            if os.name == "nt":
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError("Kurulum başka bir pencerede sürüyor. O pencerede bitmesini bekleyin.") from None
        yield


def run(command):
    """Run it to its end; Ctrl+C is for the command, which ends in its own way."""
    child = subprocess.Popen(command, env=surroundings())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def say(text):
    """One line on the screen, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old code page has no “
    sys.exit(main(sys.argv[1:]))
