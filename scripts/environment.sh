# Sourced by the other scripts, from the checkout's root: makes .venv and keeps it in step with a lock.
#
#   install requirements.lock        what the program needs
#   install requirements-dev.lock    that, and what tests and checks need
#
# .venv/stamps says what is installed. It is taken away before an installation and written after
# it, so an interrupted one starts afresh; while it agrees with the locks, nothing is done.

minimum='3.11'

say() {
    printf '%s\n' "$*" >&2
}

# The first Python that is new enough; $PYTHON goes before the usual names.
find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "Python $minimum or newer was not found. Install it, or name it: PYTHON=/path/to/python3 $0"
    return 1
}

# A moved checkout or another Python under it breaks .venv: it is made anew when this line changes.
place() {
    printf 'in %s with %s\n' "$PWD" "$(.venv/bin/python --version)"
}

fingerprint() {
    printf '%s ' "$1"
    cat "$1" pyproject.toml | cksum
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "$python cannot make virtual environments. On Debian: apt-get install python3-venv"
        return 1
    fi
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
}

pip_install() {
    .venv/bin/python -m pip install --disable-pip-version-check --no-input -qq "$@"
}

is_sound() {
    [ -x .venv/bin/python ] && grep -qxF "$(place)" .venv/stamps 2>/dev/null
}

# The runtime lock is a subset of the other, at the same versions: either stamp will do for it.
is_installed() {
    is_sound || return 1
    for lock in "$1" requirements-dev.lock; do
        if grep -qxF "$(fingerprint "$lock")" .venv/stamps; then
            return 0
        fi
    done
    return 1
}

# install LOCK
install() {
    if is_installed "$1"; then
        return
    fi
    is_sound || make_venv
    rm -f .venv/stamps
    say "Installing $1 …"
    pip_install --require-hashes -r "$1"
    pip_install --no-deps --no-build-isolation -e .
    { place; fingerprint "$1"; } > .venv/stamps.new
    mv .venv/stamps.new .venv/stamps
}
