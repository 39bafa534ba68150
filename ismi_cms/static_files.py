"""Static files in production: named by their content, compressed once, without source maps."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFilesConfig(StaticFilesConfig):
    """Leaves source maps out: CKEditor's is 20 MB of somebody else's source."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.map"]


class NamedByContentStorage(CompressedManifestStaticFilesStorage):
    """Follows the links inside the files, except those to source maps."""

    patterns = tuple(
        (
            files,
            tuple(link for link in links if "sourceMappingURL" not in "".join(link)),
        )
        for files, links in CompressedManifestStaticFilesStorage.patterns
    )
