r"""검출의 상자를 다룹니다: 바꾸기, 겹침, 비최대 억제, 앵커, 부호화, 짝짓기, 관심 영역의 풀링."""

from coursekit.boxes.anchors import anchor_boxes, grid_anchors
from coursekit.boxes.area import box_area, clip_boxes, inside_image, remove_small_boxes
from coursekit.boxes.assignment import IGNORE, NEGATIVE, assign
from coursekit.boxes.coding import decode_boxes, encode_boxes
from coursekit.boxes.convert import box_convert
from coursekit.boxes.graph_segmentation import graph_segmentation
from coursekit.boxes.mask_overlap import mask_iou
from coursekit.boxes.overlap import box_iou, box_iou_naive, generalized_box_iou
from coursekit.boxes.pyramid import spatial_pyramid_pool
from coursekit.boxes.region_proposals import merge_regions, region_proposals
from coursekit.boxes.roi_align import RoIAlignCache, roi_align_backward, roi_align_forward
from coursekit.boxes.roi_pool import RoIPoolCache, roi_pool_backward, roi_pool_forward
from coursekit.boxes.soft_suppression import soft_nms
from coursekit.boxes.suppression import batched_nms, nms, nms_naive
from coursekit.boxes.warp import warp_crops
from coursekit.boxes.windows import count_sliding_windows, sliding_windows

__all__ = [
    "IGNORE",
    "NEGATIVE",
    "RoIAlignCache",
    "RoIPoolCache",
    "anchor_boxes",
    "assign",
    "batched_nms",
    "box_area",
    "box_convert",
    "box_iou",
    "box_iou_naive",
    "clip_boxes",
    "count_sliding_windows",
    "decode_boxes",
    "encode_boxes",
    "generalized_box_iou",
    "graph_segmentation",
    "grid_anchors",
    "inside_image",
    "mask_iou",
    "merge_regions",
    "nms",
    "nms_naive",
    "region_proposals",
    "remove_small_boxes",
    "roi_align_backward",
    "roi_align_forward",
    "roi_pool_backward",
    "roi_pool_forward",
    "sliding_windows",
    "soft_nms",
    "spatial_pyramid_pool",
    "warp_crops",
]
