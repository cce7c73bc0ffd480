"""The pages that people write stay short enough to be read."""

from heterophony.docs.generate.length import lengths, main

LIMIT = 27_000


def test_all_pages_together_keep_to_the_limit(capsys):
    main()
    printed = capsys.readouterr().out
    assert sum(lengths().values()) <= LIMIT, printed


def test_prose_is_counted_without_code_and_comments(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for page in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/meeting.md"):
        (tmp_path / page).write_text("one two\n", "utf-8")
    text = "# A page\n\n<!-- not run: why -->\n```toml\na = 1\n```\n\nthree words more\n"
    (docs / "own.md").write_text(text, "utf-8")
    assert lengths(tmp_path)["docs/own.md"] == 6
    assert "docs/meeting.md" not in lengths(tmp_path)
