"""A simulated organisation: load, demonstration, and a check of everything that must hold in every dossier.

`absences` draws the stories, `organisation` the people. `play` lets people act on what happens (`happenings`) and
on what the portal asks (`asked`), `whole` does so on several processors. `invariants` is what must hold, `report`
examines a played database and counts its `figures`.
"""
