r"""검출의 상자를 다룹니다: 바꾸기, 겹침, 비최대 억제, 앵커, 부호화, 짝짓기, 관심 영역의 풀링."""

from coursekit.boxes.anchors import anchor_boxes, grid_anchors
from coursekit.boxes.area import box_area, clip_boxes, inside_image, remove_small_boxes
from coursekit.boxes.assignment import IGNORE, NEGATIVE, assign
from coursekit.boxes.coding import decode_boxes, encode_boxes
from coursekit.boxes.convert import box_convert
from coursekit.boxes.overlap import box_iou, generalized_box_iou
from coursekit.boxes.suppression import batched_nms, nms, nms_naive

__all__ = [
    "IGNORE",
    "NEGATIVE",
    "anchor_boxes",
    "assign",
    "batched_nms",
    "box_area",
    "box_convert",
    "box_iou",
    "clip_boxes",
    "decode_boxes",
    "encode_boxes",
    "generalized_box_iou",
    "grid_anchors",
    "inside_image",
    "nms",
    "nms_naive",
    "remove_small_boxes",
]
