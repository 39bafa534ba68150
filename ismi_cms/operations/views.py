from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ismi_cms.operations.readiness import faults


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether the site could serve: 200, or 503 with the names of what fails.

    Nothing else is told: the address is open to everybody.
    """
    found = faults()
    return JsonResponse(
        {"ready": not found, "failing": found},
        status=503 if found else 200,
        headers={"Cache-Control": "no-store"},
    )
