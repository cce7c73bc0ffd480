"""From the LLVM text of rules to a library: retargeted, joined, optimised as a whole, linked."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from heterophony.ahead.support import PRODUCT, support_text
from heterophony.ahead.targets import Target, linker_for, linker_options

# Rules need these of nothing but the process that loads them.
_OF_THE_PROCESS = frozenset({"malloc", "free", "memcpy", "memset", "memmove"})
_TRIPLE = re.compile(r"^target triple = .*$", re.M)
_LAYOUT = re.compile(r"^target datalayout = .*$", re.M)


def library(modules: Sequence[str], exports: Mapping[str, str], target: Target) -> bytes:
    """Compile and link rules for a target.

    Parameters
    ----------
    modules : LLVM text of every function
    exports : name of a function -> the symbol that it is exported as
    target : what to compile for

    Raises
    ------
    MissingToolError
        If there is no linker.
    ValueError
        If a rule calls something that neither rules nor the process have.
    """
    linker = linker_for(target)
    machine = _machine(target)
    whole = _joined([*modules, support_text(in_page=target.in_page)], target, machine)
    _export(whole, exports)
    _optimise(whole, machine)
    _refuse_foreign(whole)
    objects = [machine.emit_object(whole)]
    if target.in_page:
        objects.append(machine.emit_object(_parsed(PRODUCT, target, machine)))
    return _linked(objects, [*linker, *linker_options(target, [*exports.values()])])


def _machine(target: Target) -> Any:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    return llvm.Target.from_triple(target.triple).create_target_machine(
        cpu=target.processor,
        features=target.features,
        opt=3,
        reloc="static" if target.in_page else "pic",
        codemodel="default",
    )


def _parsed(text: str, target: Target, machine: Any, context: Any = None) -> Any:
    """Read a text as of a target, whatever processor it was written for."""
    head = f'target triple = "{target.triple}"\ntarget datalayout = "{machine.target_data}"\n'
    plain = _LAYOUT.sub("", _TRIPLE.sub("", text))
    # Places of Python objects, which no rule reads: not shared with anybody.
    plain = plain.replace("= common global i8* null", "= internal global i8* null")
    plain = plain.replace("= common global ptr null", "= internal global ptr null")
    return llvm.parse_assembly(head + plain, context)


def _joined(texts: Sequence[str], target: Target, machine: Any) -> Any:
    """Join texts in one module for a target; a function written twice is the same function."""
    context = llvm.create_context()
    whole = _parsed("", target, machine, context)
    seen: set[str] = set()
    for text in texts:
        module = _parsed(text, target, machine, context)
        for function in module.functions:
            if not function.is_declaration and str(function.linkage) != "Linkage.internal":
                again = function.name in seen
                function.linkage = "linkonce_odr" if again else "external"
                seen.add(function.name)
        whole.link_in(module)
    whole.verify()
    return whole


def _export(whole: Any, exports: Mapping[str, str]) -> None:
    """Export some functions under their symbols and keep all else inside."""
    for function in whole.functions:
        if function.is_declaration:
            continue
        if function.name in exports:
            function.name = exports[function.name]
        else:
            function.linkage = "internal"
    for each in whole.global_variables:
        if not each.is_declaration:
            each.linkage = "internal"


def _optimise(whole: Any, machine: Any) -> None:
    """Optimise all rules together; nothing that may change a bit is allowed."""
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = True
    options.slp_vectorization = False
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(whole, builder)
    whole.verify()


def _refuse_foreign(whole: Any) -> None:
    declared = [each.name for each in whole.functions if each.is_declaration]
    foreign = {name for name in declared if not name.startswith("llvm.")} - _OF_THE_PROCESS
    if foreign:
        raise ValueError(f"rules call what no library has: {', '.join(sorted(foreign))}")


def _linked(objects: Sequence[bytes], linker: Sequence[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        sources = [Path(folder, f"{number}.o") for number in range(len(objects))]
        for source, content in zip(sources, objects, strict=True):
            source.write_bytes(content)
        made = Path(folder, "rules")
        subprocess.run([*linker, *map(str, sources), "-o", str(made)], check=True)
        return made.read_bytes()
