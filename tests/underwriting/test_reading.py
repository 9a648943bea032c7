"""Applicant files as people send them: right, wrong in one place, wrong everywhere, hostile."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import applicants
from underwriting.applicant import QUESTION_PATHS, InvalidApplicant, read_applicant, read_bytes

FILES = Path(__file__).resolve().parent.parent / "applicants"


def problems(content, name="file.toml", language="en"):
    """The lines that a file's mistakes are told in."""
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(InvalidApplicant) as caught:
        read_bytes(content, name, language)
    return [str(problem) for problem in caught.value.problems]


def test_every_reference_applicant_is_read():
    names = [file.name for file in sorted(FILES.glob("*.toml"))]
    assert len(names) == 7
    for name in names:
        read_bytes((FILES / name).read_bytes(), name)


def test_toml_and_json_say_the_same():
    toml = b'[company]\nheadcount = 3\nfounded_on = 2020-02-29\n[safeguards]\nmfa_email = "yes"\n'
    as_json = {"company": {"headcount": 3, "founded_on": "2020-02-29"}, "safeguards": {"mfa_email": {"answer": "yes"}}}
    assert read_bytes(toml, "a.toml") == read_bytes(json.dumps(as_json).encode(), "a.json")


def test_seven_mistakes_are_named_one_a_line():
    lines = problems((FILES / "invalid" / "plusieurs.toml").read_bytes())
    assert [line.split(":")[0] for line in lines] == [
        "contact.email",
        "company.siren",
        "company.headcount",
        "company.revenue_us_canada_share",
        "company.color",
        "product.stage",
        "product.main_family",
    ]
    assert (
        lines[1]
        == "company.siren: 123456789 fails its check digit: copy the nine digits from your registration certificate"
    )
    assert all(line.count(": ") >= 2 for line in lines), "each line says what is wrong and what would be right"


def test_a_file_that_is_not_toml_says_where():
    (line,) = problems((FILES / "invalid" / "syntaxe.toml").read_bytes())
    assert "line 1" in line and "mend that line" in line


def test_a_hundred_mistakes_get_a_hundred_lines():
    wrong = {f"key_{n}": n for n in range(60)}
    content = json.dumps({"company": wrong, "safeguards": {f"mfa_{n}": "yes" for n in range(40)}})
    lines = problems(content, "file.json")
    assert len(lines) == 100
    assert all(": not a key of the applicant file: remove it" in line for line in lines)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"company": {"headcount": True}}, "company.headcount"),
        ({"company": {"headcount": 1.0}}, "company.headcount"),
        ({"company": {"headcount": "12"}}, "company.headcount"),
        ({"company": {"headcount": 10**9 + 1}}, "company.headcount"),
        ({"company": {"revenue_last_eur": 10**12 + 1}}, "company.revenue_last_eur"),
        ({"company": {"revenue_last_eur": 10**400}}, "company.revenue_last_eur"),
        ({"company": {"revenue_us_canada_share": -0.1}}, "company.revenue_us_canada_share"),
        ({"company": {"sanctioned_countries": "no"}}, "company.sanctioned_countries"),
        ({"company": {"country": "fr"}}, "company.country"),
        ({"company": {"name": "x" * 201}}, "company.name"),
        ({"company": {"name": "a\x00b"}}, "company.name"),
        ({"company": {"name": "a\nb"}}, "company.name"),
        ({"company": {"siren": "12345"}}, "company.siren"),
        ({"company": {"domains": ["x"] * 51}}, "company.domains"),
        ({"company": {"domains": "x"}}, "company.domains"),
        ({"company": {"founded_on": "2021-02-30"}}, "company.founded_on"),
        ({"company": []}, "company"),
        ({"compnay": {}}, "compnay"),
        ({"contact": {"email": "x@y"}}, "contact.email"),
        ({"product": {"summary": "x" * 501}}, "product.summary"),
        ({"product": {"families": ["software", "boat"]}}, "product.families.1"),
        ({"product": {"study": {"phase": 2}}}, "product.study.phase"),
        ({"hosting": {"hds_activities": [7]}}, "hosting.hds_activities.0"),
        ({"safeguards": {"mfa_email": "maybe"}}, "safeguards.mfa_email"),
        ({"safeguards": {"mfa_email": {"since": "2025-01-01"}}}, "safeguards.mfa_email.answer"),
        ({"safeguards": {"mfa_email": {"answer": "partly", "note": "x" * 501}}}, "safeguards.mfa_email.note"),
        ({"history": {"incidents": [{"year": 2025, "kind": "meteor"}]}}, "history.incidents.0.kind"),
        ({"history": {"incidents": [{"kind": "fraud"}]}}, "history.incidents.0.year"),
        (
            {"cover": {"professional_liability": {"clauses": {"hacking": "yes"}}}},
            "cover.professional_liability.clauses.hacking",
        ),
    ],
)
def test_one_mistake_is_one_line_at_its_path(raw, path, language):
    (line,) = problems(json.dumps(raw), "file.json", language)
    found, wrong, right = line.split(": ", 2)
    assert (found, bool(wrong), bool(right)) == (path, True, True)
    assert "\n" not in line and line.isprintable()


def test_a_near_miss_is_named():
    (line,) = problems("[company]\nheadcont = 3\n")
    assert line.endswith("did you mean headcount?")


def test_a_bad_field_hides_no_other_mistake():
    lines = problems(
        '[product]\nfamilies = ["software"]\nmain_family = "connected_device"\nstage = "soon"\n[company]\nheadcount = -1\n'
    )
    assert [line.split(":")[0] for line in lines] == ["company.headcount", "product.stage", "product.main_family"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("é".encode("latin-1"), "a.toml", "UTF-8"),
        (b"\xff\xfe\x00", "a.json", "UTF-8"),
        (b"a = 1\na = 2\n", "a.toml", "line 2"),
        (b'{"company": {}, "company": {}}', "a.json", "company: appears twice"),
        (b"[1, 2]", "a.json", "not a table of sections"),
        (b"{", "a.json", "not valid JSON"),
        (b"[" * 100_000, "a.json", "not valid JSON"),
        (b"x = " + b"[" * 100_000, "a.toml", "not valid TOML"),
        (b"x = " + b"9" * 5000, "a.toml", "not valid TOML"),
        (b" " * 2_000_001, "a.toml", "larger than"),
        (b".".join([b"a"] * 3_000) + b" = 1", "a.toml", "too deep"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, name, said):
    (line,) = problems(content, name)
    assert said in line


def test_a_key_may_not_break_or_colour_the_line():
    (line,) = problems(json.dumps({"x\ny\u001b[31m\u202e": 1}), "a.json")
    assert line.startswith("x<U+000A>y<U+001B>[31m<U+202E>: ") and line.isprintable()


def test_not_a_number_is_refused():
    (line,) = problems('{"company": {"revenue_us_canada_share": NaN}}', "a.json")
    assert line.startswith("company.revenue_us_canada_share: nan is not a share")


def test_a_byte_order_mark_is_no_mistake():
    assert read_bytes(b"\xef\xbb\xbf[company]\nheadcount = 2\n", "a.toml").company.headcount == 2


def test_bidirectional_marks_are_kept_and_blank_text_is_no_answer():
    applicant = read_applicant({"company": {"name": "\u202eabc"}, "contact": {"role": "  "}})
    assert applicant.company.name == "\u202eabc"
    assert applicant.contact.role is None


def test_an_empty_family_list_is_no_answer_and_an_empty_incident_list_is_one():
    applicant = read_applicant({"product": {"families": []}, "history": {"incidents": []}})
    assert list(applicant.answered()) == ["history.incidents"]


def test_french_words_for_french_readers():
    (line,) = problems('[company]\nsiren = "123456789"\n', language="fr")
    assert (
        line
        == "company.siren: 123456789 : le chiffre de contrôle ne tombe pas juste: recopiez les neuf chiffres de votre Kbis"
    )


@settings(max_examples=200)
@given(applicants())
def test_any_valid_file_is_read_whole(raw):
    applicant = read_applicant(raw)
    assert set(applicant.answered()) <= set(QUESTION_PATHS)
    assert read_applicant(json.loads(json.dumps(applicant.tables()))) == applicant


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(applicants(), st.sampled_from(QUESTION_PATHS), JUNK)
def test_junk_anywhere_is_named_or_accepted_but_never_a_crash(raw, path, junk):
    section, _, key = path.rpartition(".")
    table = raw
    for part in section.split("."):
        table = table.setdefault(part, {})
    table[key] = junk
    try:
        read_applicant(raw)
    except InvalidApplicant as error:
        assert all(str(problem).count(": ") >= 2 for problem in error.problems)


def test_a_blank_line_of_a_list_says_nothing():
    file = read_applicant({"company": {"domains": ["telesuivi.example", " ", "telesuivi.example"]}})
    assert file.tables() == {"company": {"domains": ["telesuivi.example"]}}
