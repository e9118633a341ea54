r"""torch로 쓴 모델입니다: 분류, 분할, 검출.

이름은 처음 쓸 때 불러옵니다: torch가 필요 없는 이름이 torch를 끌어오지 않게 하려는 것입니다.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.models.alexnet import AlexNet
    from coursekit.models.dense_to_conv import convolutionalize
    from coursekit.models.faster_rcnn import FasterRCNN, FirstStage
    from coursekit.models.fcn import FCN
    from coursekit.models.focal import hard_negatives, sigmoid_focal_loss
    from coursekit.models.fpn import FPN
    from coursekit.models.googlenet import GoogLeNet, Inception
    from coursekit.models.grid_detector import GridDetector, assign_to_grid
    from coursekit.models.lenet import LENET5_C3, lenet5, lenet5_1998
    from coursekit.models.mask_head import MaskHead, crop_masks, mask_loss, paste_masks
    from coursekit.models.normalize import subtract_median
    from coursekit.models.postprocess import detect, keep_best
    from coursekit.models.receptive import receptive_field
    from coursekit.models.resnet import Residual, ResNet, small_resnet
    from coursekit.models.roi_heads import RoIHead, roi_detections, roi_loss, sample_proposals
    from coursekit.models.roi_pooling import roi_align, roi_pool, spatial_pyramid
    from coursekit.models.rpn import RegionProposalNetwork, propose, rpn_loss
    from coursekit.models.seed import seeded
    from coursekit.models.segmentation_loss import dice_loss, pixel_cross_entropy
    from coursekit.models.ssd import SSD
    from coursekit.models.summary import LayerSummary, Summary, summarize
    from coursekit.models.targets import (
        Detections,
        DetectionSet,
        Target,
        collate_targets,
        to_metrics,
        to_numpy,
        to_targets,
    )
    from coursekit.models.tensor_nms import batched_nms, nms
    from coursekit.models.unet import UNet, crop_center
    from coursekit.models.upsampling import bilinear_kernel, bilinear_upsampling
    from coursekit.models.vgg import small_vgg, vgg16

_HOMES = {
    "AlexNet": "alexnet",
    "DetectionSet": "targets",
    "Detections": "targets",
    "FCN": "fcn",
    "FPN": "fpn",
    "FasterRCNN": "faster_rcnn",
    "FirstStage": "faster_rcnn",
    "GoogLeNet": "googlenet",
    "GridDetector": "grid_detector",
    "Inception": "googlenet",
    "LENET5_C3": "lenet",
    "LayerSummary": "summary",
    "MaskHead": "mask_head",
    "RegionProposalNetwork": "rpn",
    "ResNet": "resnet",
    "Residual": "resnet",
    "RoIHead": "roi_heads",
    "SSD": "ssd",
    "Summary": "summary",
    "Target": "targets",
    "UNet": "unet",
    "assign_to_grid": "grid_detector",
    "batched_nms": "tensor_nms",
    "bilinear_kernel": "upsampling",
    "bilinear_upsampling": "upsampling",
    "collate_targets": "targets",
    "convolutionalize": "dense_to_conv",
    "crop_center": "unet",
    "crop_masks": "mask_head",
    "detect": "postprocess",
    "dice_loss": "segmentation_loss",
    "hard_negatives": "focal",
    "keep_best": "postprocess",
    "lenet5": "lenet",
    "lenet5_1998": "lenet",
    "mask_loss": "mask_head",
    "nms": "tensor_nms",
    "paste_masks": "mask_head",
    "pixel_cross_entropy": "segmentation_loss",
    "propose": "rpn",
    "receptive_field": "receptive",
    "roi_align": "roi_pooling",
    "roi_detections": "roi_heads",
    "roi_loss": "roi_heads",
    "roi_pool": "roi_pooling",
    "rpn_loss": "rpn",
    "sample_proposals": "roi_heads",
    "seeded": "seed",
    "sigmoid_focal_loss": "focal",
    "small_resnet": "resnet",
    "small_vgg": "vgg",
    "spatial_pyramid": "roi_pooling",
    "subtract_median": "normalize",
    "summarize": "summary",
    "to_metrics": "targets",
    "to_numpy": "targets",
    "to_targets": "targets",
    "vgg16": "vgg",
}

__all__ = [
    "FCN",
    "FPN",
    "LENET5_C3",
    "SSD",
    "AlexNet",
    "DetectionSet",
    "Detections",
    "FasterRCNN",
    "FirstStage",
    "GoogLeNet",
    "GridDetector",
    "Inception",
    "LayerSummary",
    "MaskHead",
    "RegionProposalNetwork",
    "ResNet",
    "Residual",
    "RoIHead",
    "Summary",
    "Target",
    "UNet",
    "assign_to_grid",
    "batched_nms",
    "bilinear_kernel",
    "bilinear_upsampling",
    "collate_targets",
    "convolutionalize",
    "crop_center",
    "crop_masks",
    "detect",
    "dice_loss",
    "hard_negatives",
    "keep_best",
    "lenet5",
    "lenet5_1998",
    "mask_loss",
    "nms",
    "paste_masks",
    "pixel_cross_entropy",
    "propose",
    "receptive_field",
    "roi_align",
    "roi_detections",
    "roi_loss",
    "roi_pool",
    "rpn_loss",
    "sample_proposals",
    "seeded",
    "sigmoid_focal_loss",
    "small_resnet",
    "small_vgg",
    "spatial_pyramid",
    "subtract_median",
    "summarize",
    "to_metrics",
    "to_numpy",
    "to_targets",
    "vgg16",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"coursekit.models.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
