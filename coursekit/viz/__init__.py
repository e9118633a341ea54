r"""그림: 한 가지 모양, 한국어 글꼴과 설명, 곡선과 지형, 움직이는 그림과 만지는 그림."""

from coursekit.viz import widgets
from coursekit.viz.animation import Animation, animate
from coursekit.viz.batches import plot_batch_surface
from coursekit.viz.conv_links import conv_links, plot_conv_links
from coursekit.viz.curves import plot_curves
from coursekit.viz.description import alt_of, describe
from coursekit.viz.graph import plot_graph
from coursekit.viz.histograms import plot_layer_histograms
from coursekit.viz.images import plot_images
from coursekit.viz.landscape import path_cycle, plot_landscape, plot_slope
from coursekit.viz.number_grids import plot_number_grids
from coursekit.viz.progress import plot_progress
from coursekit.viz.regression import plot_line_fit
from coursekit.viz.scenes import plot_scene
from coursekit.viz.source import Source, show_source
from coursekit.viz.stored import StoredFigure, stored
from coursekit.viz.style import style, use_style
from coursekit.viz.table import Table, table

__all__ = [
    "Animation",
    "Source",
    "StoredFigure",
    "Table",
    "alt_of",
    "animate",
    "conv_links",
    "describe",
    "path_cycle",
    "plot_batch_surface",
    "plot_conv_links",
    "plot_curves",
    "plot_graph",
    "plot_images",
    "plot_landscape",
    "plot_layer_histograms",
    "plot_line_fit",
    "plot_number_grids",
    "plot_progress",
    "plot_scene",
    "plot_slope",
    "show_source",
    "stored",
    "style",
    "table",
    "use_style",
    "widgets",
]
