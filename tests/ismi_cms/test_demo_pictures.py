from io import BytesIO

import pytest
from PIL import Image

from ismi_cms.demo.pictures import HOURS, MOTIFS, draw


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_picture_is_the_same_each_time_and_another_for_another_name(motif):
    drawn = draw(motif, "noon", "one")
    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 900))
    assert drawn == draw(motif, "noon", "one")
    assert drawn != draw(motif, "noon", "two")


def test_every_hour_has_a_light_of_its_own():
    assert len({draw("steppe", hour, "one") for hour in HOURS}) == len(HOURS)
