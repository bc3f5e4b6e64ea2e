"""The Mission: what the article claims and what the events say of it, the story, figures, innovations, agreements."""

from geo.mission_asking import PARAMETERS
from ui.claims_panel import claims_part
from ui.head import head, problems
from ui.mission_panel import asked_of, parts
from ui.place_panel import told
from ui.session import open_atlas

atlas = open_atlas(*PARAMETERS, any_event=True)
asked, unread = asked_of(atlas)
atlas = told(atlas, unread)
shown = atlas.at(asked.view(atlas.view))

head(atlas, exported=shown)
problems(atlas)
parts(atlas, asked)

claims_part(shown, asked)
