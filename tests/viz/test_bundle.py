"""The page's scripts are put into one, in the order in which they need each other."""

from pathlib import Path

import pytest

from heterophony.viz.bundle import bundled


def written(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder


def test_a_module_comes_after_what_it_needs_and_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        a='import { b as two } from "./b.js";\nimport * as c from "./c.js";\ntwo(c.d);\n',
        b='import { d } from "./c.js";\nexport function b() { return d; }\n',
        c="export const d = 1;\n",
    )
    script = bundled("a.js", folder)
    assert script.index("module_c_js =") < script.index("module_b_js =") < script.index("two(c.d)")
    assert script.count("const d = 1;") == 1
    assert "{ b: two } = module_b_js" in script
    assert "\nimport" not in script
    assert "\nexport" not in script


def test_modules_that_need_each_other_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match=r"a\.js > b\.js > a\.js"):
        bundled("a.js", folder)


@pytest.mark.parametrize("line", ['import x from "./b.js";', "export default 1;", "export { x };"])
def test_a_form_that_is_not_known_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="cannot be put into one file"):
        bundled("a.js", written(tmp_path, a=f"{line}\n", b=""))


def test_both_pages_can_be_put_into_one() -> None:
    assert "class Theatre" in bundled("class/main.js")
