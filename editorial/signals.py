"""What the rulebook tells the apps above it, inside the transaction of the act.

Receivers write rows that must commit with the act (search entries, deliveries) and wake
workers only on commit.
"""

from django.dispatch import Signal

# A language was released, now or for later. Arguments: release (Release).
language_released = Signal()
# A scheduled release was taken back before it began, or moved: then it is released anew.
# Arguments: publication, language.
schedule_cancelled = Signal()
# A language's public life ended. Arguments: withdrawal (Withdrawal).
language_withdrawn = Signal()
