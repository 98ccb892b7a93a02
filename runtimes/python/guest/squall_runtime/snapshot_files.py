"""The files of a snapshot. Each environment that is made from it has them in a /tmp of its own, as they were: they are the memory of a machine."""
import errno
import os
import stat


def make_readable(folder):
    """So that whoever copies can read all of it. Gives the modes there were, by the files' numbers."""
    modes = {}
    waiting = [folder]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            facts = entry.stat(follow_symlinks=False)
            is_folder = stat.S_ISDIR(facts.st_mode)
            needed = 0o700 if is_folder else 0o400
            if (is_folder or stat.S_ISREG(facts.st_mode)) and facts.st_mode & needed != needed:
                modes[facts.st_ino] = stat.S_IMODE(facts.st_mode)
                os.chmod(entry.path, modes[facts.st_ino] | needed)
            if is_folder:
                waiting.append(entry.path)
    return modes


def copy_files(source, target, modes):
    """All that is in the folder `source`: with its times, its holes and its other names, pipes and sockets too, but nobody who listens there."""
    copies = {}
    folders = []
    waiting = [(source, target)]
    while waiting:
        folder, to = waiting.pop()
        for entry in os.scandir(folder):
            path = os.path.join(to, entry.name)
            facts = entry.stat(follow_symlinks=False)
            if facts.st_ino in copies:
                os.link(copies[facts.st_ino], path, follow_symlinks=False)
                continue
            if stat.S_ISDIR(facts.st_mode):
                os.mkdir(path)
                waiting.append((entry.path, path))
                folders.append((path, facts))
                continue
            copies[facts.st_ino] = path
            if stat.S_ISLNK(facts.st_mode):
                os.symlink(os.readlink(entry.path), path)
            elif stat.S_ISREG(facts.st_mode):
                _copy_file(entry.path, path, facts.st_size)
            else:
                os.mknod(path, facts.st_mode)
            _take_over(path, facts, modes)
    # The innermost first: what is put into a folder changes its time, and into some nothing can be put.
    for path, facts in reversed(folders):
        _take_over(path, facts, modes)


def _take_over(path, facts, modes):
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns), follow_symlinks=False)
    if not stat.S_ISLNK(facts.st_mode):
        os.chmod(path, modes.get(facts.st_ino, stat.S_IMODE(facts.st_mode)))


def _copy_file(source, target, size):
    reader = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    writer = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(writer, size)
        end = 0
        while end < size:
            start = os.lseek(reader, end, os.SEEK_DATA)
            end = os.lseek(reader, start, os.SEEK_HOLE)
            os.lseek(writer, start, os.SEEK_SET)
            while start < end:
                start += os.sendfile(writer, reader, start, end - start)
    except OSError as error:
        if error.errno != errno.ENXIO:  # nothing but a hole is left
            raise
    finally:
        os.close(reader)
        os.close(writer)
