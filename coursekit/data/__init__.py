r"""데이터: 작은 놀이터와 데이터 집합을 만들고, 읽고, 배치로 나눕니다."""

from coursekit.data import augment, toy
from coursekit.data.annotations import AnnotationError, AnnotationSet, ImageAnnotations
from coursekit.data.batches import ArrayDataset, DataLoader, Dataset
from coursekit.data.bccd import BoxedImages, load_bccd
from coursekit.data.coco import read_coco
from coursekit.data.collate import collate
from coursekit.data.digits import load_digits
from coursekit.data.files import ChecksumError, cache_directory, download
from coursekit.data.folds import KFold, StratifiedKFold
from coursekit.data.idx import parse_idx, read_idx
from coursekit.data.images import LabelledImages
from coursekit.data.line_surface import line_surface
from coursekit.data.mnist import load_fashion_mnist, load_mnist
from coursekit.data.nuclei import load_nuclei, slide_groups
from coursekit.data.photograph import photograph
from coursekit.data.polynomial import polynomial_features
from coursekit.data.samplers import (
    BatchSampler,
    RandomSampler,
    SequentialSampler,
    WeightedRandomSampler,
)
from coursekit.data.scenes import Scene, Scenes, example_scene, make_pupils, make_scenes
from coursekit.data.signals import LabelledSignals, make_signals
from coursekit.data.sine import noisy_sine, sine
from coursekit.data.split import random_split, stratified_split
from coursekit.data.voc import read_voc

__all__ = [
    "AnnotationError",
    "AnnotationSet",
    "ArrayDataset",
    "BatchSampler",
    "BoxedImages",
    "ChecksumError",
    "DataLoader",
    "Dataset",
    "ImageAnnotations",
    "KFold",
    "LabelledImages",
    "LabelledSignals",
    "RandomSampler",
    "Scene",
    "Scenes",
    "SequentialSampler",
    "StratifiedKFold",
    "WeightedRandomSampler",
    "augment",
    "cache_directory",
    "collate",
    "download",
    "example_scene",
    "line_surface",
    "load_bccd",
    "load_digits",
    "load_fashion_mnist",
    "load_mnist",
    "load_nuclei",
    "make_pupils",
    "make_scenes",
    "make_signals",
    "noisy_sine",
    "parse_idx",
    "photograph",
    "polynomial_features",
    "random_split",
    "read_coco",
    "read_idx",
    "read_voc",
    "sine",
    "slide_groups",
    "stratified_split",
    "toy",
]
