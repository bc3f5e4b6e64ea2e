"""The Mission: what the article claims and what the events say of it, the story, figures, innovations, agreements."""

from geo.mission_asking import PARAMETERS
from ui.agreements_panel import agreements_part
from ui.claims_panel import claims_part
from ui.head import head, problems
from ui.innovations_panel import innovations_part
from ui.mission_figures_panel import figures_part
from ui.mission_panel import asked_of, curated, parts
from ui.place_panel import told
from ui.session import open_atlas
from ui.story_panel import story_part

reader = open_atlas(*PARAMETERS, any_event=True)
atlas = curated(reader)
asked, unread = asked_of(atlas)
reader, shown = told(reader, unread), atlas.at(asked.view(atlas.view, atlas.opened.stories))

head(reader, exported=shown)
problems(reader)
parts(atlas, asked)

if asked.part == "claims":
    claims_part(shown, asked)
elif asked.part == "story":
    story_part(shown, asked)
elif asked.part == "figures":
    figures_part(atlas, asked)
elif asked.part == "innovations":
    innovations_part(atlas)
else:
    agreements_part(shown)
