"""Three options over the same covers: never dearer for less, never out of what is automatic."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, company, drawn_files, profile_of
from underwriting.assessment import PRICED
from underwriting.tariff import Terms, build_options, premium

TERMS = st.lists(
    st.builds(
        Terms,
        st.sampled_from(PRICED),
        st.sampled_from(GUIDE.tariff.limits.values) | st.integers(100_000, 10_000_000).map(Decimal),
        st.sampled_from(GUIDE.tariff.retentions.values) | st.integers(2_500, 25_000).map(Decimal),
    ),
    unique_by=lambda terms: terms.cover,
    max_size=4,
)


def automatic(cover):
    return GUIDE.rule(GUIDE.tariff.covers[cover].automatic).numbers["limit"].value


@given(drawn_files(), TERMS)
@settings(max_examples=200)
def test_options_add_up_and_rise(raw, quoted):
    profile = profile_of(raw)
    options = build_options(quoted, profile, GUIDE)
    assert [option.code for option in options] == (["essential", "recommended", "extended"] if quoted else [])
    for option in options:
        assert option.net_eur == sum(cover.net_eur for cover in option.covers)
        assert option.total_eur == sum(cover.total_eur for cover in option.covers) == option.net_eur + option.tax_eur
        assert option.range_eur[0] == option.total_eur <= option.range_eur[1]
        for cover in option.covers:
            price = premium(profile, GUIDE, cover.code, cover.limit_eur, cover.retention_eur)
            assert (cover.net_eur, cover.total_eur) == (price.net, price.total)
    for less, more in pairwise(options):
        assert less.total_eur <= more.total_eur
        for small, large in zip(less.covers, more.covers, strict=True):
            assert small.limit_eur <= large.limit_eur
            assert small.retention_eur >= large.retention_eur
    for terms, cover in zip(quoted, options[2].covers if options else (), strict=True):
        assert cover.limit_eur <= max(terms.limit_eur, automatic(cover.code))


def test_golden_steps():
    terms = [
        Terms("cyber", Decimal(1_000_000), Decimal(10_000)),
        Terms("directors_liability", Decimal(2_000_000), Decimal(5_000)),
    ]
    essential, recommended, extended = build_options(terms, profile_of(company()), GUIDE)
    assert [(c.limit_eur, c.retention_eur) for c in essential.covers] == [(750_000, 15_000), (1_500_000, 7_500)]
    assert [(c.limit_eur, c.retention_eur) for c in recommended.covers] == [(1_000_000, 10_000), (2_000_000, 5_000)]
    assert [(c.limit_eur, c.retention_eur) for c in extended.covers] == [(1_500_000, 10_000), (2_000_000, 5_000)]
    # 3 638.35 € net and 3 965.80 € in all for the reference cyber cover (test_rating), and the directors' cover beside it.
    assert recommended.covers[0].total_eur == Decimal("3965.80")
    assert recommended.range_eur[1] > recommended.total_eur * Decimal("1.5")


def test_an_essential_limit_still_meets_what_clients_demand():
    terms = [Terms("cyber", Decimal(1_000_000), Decimal(10_000))]
    essential, *_ = build_options(terms, profile_of(company()), GUIDE, {"cyber": Decimal(1_000_000)})
    assert essential.covers[0].limit_eur == 1_000_000
    assert essential.covers[0].retention_eur == 15_000


def test_each_option_says_what_it_changes():
    terms = [Terms("cyber", Decimal(1_000_000), Decimal(10_000))]
    essential, recommended, extended = build_options(terms, profile_of(company()), GUIDE, language="en")
    less, more = (
        abs(option.total_eur - recommended.total_eur).quantize(Decimal(1)) for option in (essential, extended)
    )
    assert essential.text.startswith("Lower limits or higher retentions") and f"€{less} less" in essential.text
    assert extended.text.startswith("Higher limits") and f"€{more} more" in extended.text
    assert recommended.text.startswith("The limits and retentions that we advise")


def test_the_same_price_is_said_to_be_the_minimum_and_the_same_terms_to_be_the_same():
    small = profile_of(company(revenue=50_000, persons=100))
    tiny = [Terms("cyber", Decimal(100_000), Decimal(25_000))]
    essential, recommended, extended = build_options(tiny, small, GUIDE, language="fr")
    assert essential.total_eur == recommended.total_eur == Decimal("490.50")  # 450 € and 9 % of tax
    assert "la prime minimale est atteinte : elle couvre moins" in essential.text
    assert "autant prendre celle-ci" in extended.text
    most = [Terms("cyber", Decimal(3_000_000), Decimal(100_000))]
    essential, _, extended = build_options(most, small, GUIDE, {"cyber": Decimal(3_000_000)}, "fr")
    assert essential.text == "La même que l’option recommandée : moins ne servirait pas."
    assert extended.text == "La même que l’option recommandée : au-delà, un courtier place le surplus."
