from vertrag.fuzz.reporting.page.gauge import gauge


def test_a_gauge_is_filled_by_its_share_and_says_what_it_is() -> None:
    bar = gauge(0.625, 'half & "more"')
    assert 'style="width:62.5%"' in bar
    assert bar.count("half &amp; &quot;more&quot;") == 2
