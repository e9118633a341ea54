"""A chapter drawn whole: what waits off the screen hides what sticks out of it, and is laid out anew
for each question about it."""


def draw_whole(page):
    page.add_style_tag(content="* { content-visibility: visible !important }")
