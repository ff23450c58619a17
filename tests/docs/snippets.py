# SPDX-License-Identifier: MIT
"""Compiles the C++ that documents show, as the build compiles a kernel, and runs what has a main()."""
import json
import os
import re
import shlex
import subprocess

from document import Finding

KERNEL = "benches/kernels/cpu/cube.cpp"
OF_CMAKE = ("find_package", "add_subdirectory", "FetchContent_MakeAvailable")  # tests/library runs these
LIMIT = 120  # seconds; a snippet that runs longer hangs


def compiler_command(settings):
    """That of a kernel, without its files, without optimisation and without precompiled headers."""
    with open(settings.program("compile_commands.json"), encoding="utf-8") as file:
        entry = next(entry for entry in json.load(file) if entry["file"].endswith("/" + KERNEL))
    words, command = shlex.split(entry["command"]), []
    while words:
        word = words.pop(0)
        if word in ("-o", "-c", "-include", "-Xclang"):
            words.pop(0)
        elif not re.match(r"-O\d|-Winvalid-pch", word):
            command.append(word)
    return [*command, "-I" + os.path.join(settings.build, "public", "include"), "-O0"]  # as projects see us


def _last_lines(text):
    return "\n".join(text.strip().splitlines()[-8:])


def check_cpp(settings, document, snippet, work):
    file = os.path.join(work, os.path.basename(snippet.file) or "snippet.cpp")
    with open(file, "w", encoding="utf-8") as out:
        out.write(snippet.text)
    command = [*compiler_command(settings), file]
    runs = re.search(r"^int main\(", snippet.text, re.MULTILINE)
    program = os.path.join(work, "snippet")
    command += ["-o", program, *settings.libraries, "-pthread"] if runs else ["-fsyntax-only"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=settings.build)
    if done.returncode != 0:
        yield Finding(document.path, snippet.line, "this does not compile:\n" + _last_lines(done.stderr))
    elif done.stderr:
        yield Finding(document.path, snippet.line, "this is compiled with warnings:\n" + _last_lines(done.stderr))
    elif runs:
        try:
            done = subprocess.run([program], capture_output=True, text=True, check=False, cwd=work, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            yield Finding(document.path, snippet.line, f"this has not ended after {LIMIT} s")
            return
        if done.returncode != 0:
            yield Finding(document.path, snippet.line,
                          f"this ended with status {done.returncode}:\n" + _last_lines(done.stdout + done.stderr))


def check_cmake(settings, document, snippet):
    """Calls of functions that the tree defines, with arguments that they know."""
    for offset, line in enumerate(snippet.text.splitlines(), start=1):
        code = re.sub(r"#.*", "", line).strip()
        if not code:
            continue
        call = re.fullmatch(r"(\w+)\((.*)\)", code)
        if call and call.group(1) in OF_CMAKE:
            continue
        text = settings.text_of("runtimes/CMakeLists.txt") + settings.text_of("library/ParallaxBench.cmake")
        function = call and re.search(rf"^function\({call.group(1)}\b.*?^endfunction", text, re.DOTALL | re.MULTILINE)
        if not function:
            yield Finding(document.path, snippet.line + offset,
                          f"neither runtimes/CMakeLists.txt nor library/ParallaxBench.cmake defines {code}")
            continue
        for word in re.findall(r"(?<!\S)[A-Z_]+(?!\S)", re.sub(r'"[^"]*"', "", call.group(2))):
            if not re.search(rf"\b{word}\b", function.group()):
                yield Finding(document.path, snippet.line + offset, f"{call.group(1)} does not know {word}")


def check(place, document):
    settings, work = place.settings, place.folder
    for snippet in document.snippets:
        if snippet.language == "cpp":
            yield from check_cpp(settings, document, snippet, work)
        elif snippet.language == "cmake":
            yield from check_cmake(settings, document, snippet)
        elif snippet.language != "text":
            yield Finding(document.path, snippet.line,
                          f"tests/docs/snippets.py does not know how to check '{snippet.language}': teach it")
